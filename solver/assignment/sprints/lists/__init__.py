"""Plans over periods as lists: who has what so far, when, and what still fits."""
