"""What a workspace says before there is a plan: its channels, the hours of its slots, cards that could not be read."""
