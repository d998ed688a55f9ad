"""How a command speaks: notes, lines while it works, where answers go, what it ends with."""
