"""One function for each kind of change: the world and a text in, the changed world out."""
