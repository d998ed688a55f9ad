"""Load-limited assignment from arrays alone: plans for very large problems, with a certificate."""
