"""Reasons, in data and in words."""
