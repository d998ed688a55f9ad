"""Fit, preference and the three gates, as arrays."""
