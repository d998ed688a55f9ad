"""Betters a sequenced plan by ruin and recreate, in loops over whole numbers that are compiled where numba is there."""
