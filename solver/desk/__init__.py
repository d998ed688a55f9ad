"""A plan at hand with all that it was made from: questions in one call each, frames out. Thin over the rooms below."""
