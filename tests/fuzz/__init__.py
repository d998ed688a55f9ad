"""Mutated files and changes: each is read, or refused with a place, within its time."""
