"""Backlogs out of CSV, JSON, markdown and data frames, with what ties tasks and binds them in time."""
