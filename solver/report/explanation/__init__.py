"""Answers about one plan: why, why not, what binds, what would have to change."""
