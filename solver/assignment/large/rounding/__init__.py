"""From prices to a plan that keeps the limits, and what makes it better: moves, exchanges, windows."""
