"""Load-limited assignment by prices on the limits: plans for very large problems, with a certificate."""
