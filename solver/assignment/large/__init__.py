"""Very large plans: capability vectors instead of a matrix, prices on load limits, a certificate for every level."""
