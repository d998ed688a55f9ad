"""What the lines of a team say about it as a whole: what both sides say, what is odd, all as findings."""
