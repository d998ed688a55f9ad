"""Files to nouns, all faults at once."""
