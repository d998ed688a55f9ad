"""A member and a task: what the gates say of them, how well they suit each other; one pair, or all at once."""
