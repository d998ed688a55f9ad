"""A plan for every combination of changes: what varies, what one row is worth, and rows that outlive the process."""
