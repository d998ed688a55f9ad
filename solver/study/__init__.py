"""A solved world with what is kept of its proof: the one road to "the same, with this difference"."""
