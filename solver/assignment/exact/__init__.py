"""The exact engine: demands as arrays, bounds over patterns of tasks, and CP-SAT for what they leave open."""
