"""One vocabulary of changes and scenarios: the world and a text in, the changed world out; nothing is mutated."""
