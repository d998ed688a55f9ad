"""Estimates that are off: what that does to a plan, and plans that hold all the same."""
