"""Everything that a report says about one plan, and what it can be asked that needs further plans."""
