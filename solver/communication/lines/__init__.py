"""A line of communication as it is written: its words, verb and names, and the channels that it opens."""
