"""The plan of a changed case that moves least, from any day on, and what slips by it."""
