"""Sets of tasks made as they are needed: column generation, branch and price, and the levels proved in turn."""
