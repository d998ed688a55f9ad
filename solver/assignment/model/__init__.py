"""The rules of a Problem as arrays: linear demands, levels, what given pairs are worth, and CP-SAT over them."""
