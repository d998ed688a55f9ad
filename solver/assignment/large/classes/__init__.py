"""What a class can place: its hours as one pool, ceilings no plan beats, and which units are asked for."""
