"""Where the value of a plan comes from: rows that add up to every level."""
