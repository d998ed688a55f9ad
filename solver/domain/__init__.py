"""The nouns: frozen, units in the names."""
