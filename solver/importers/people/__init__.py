"""Tables and lists of people: who they are, what they can, when they are away."""
