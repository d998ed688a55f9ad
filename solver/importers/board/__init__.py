"""A tracker's rows on one board: their fields, states and links, what of them is work, and the counts."""
