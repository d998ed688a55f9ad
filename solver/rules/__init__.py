"""What a plan must obey: one rule, one file, two halves that check each other."""
