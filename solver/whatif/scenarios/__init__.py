"""Scenarios side by side with their base: rows, what differs, and a changed world as a workspace of its own."""
