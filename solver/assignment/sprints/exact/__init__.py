"""Searches by branch and bound over slots and pieces, the order of work as intervals beside the rows."""
