"""Capability-matching optimization: role cards and a backlog in, a proven plan out."""

__version__ = "0.1.0"
