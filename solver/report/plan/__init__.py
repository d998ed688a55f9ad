"""One plan as data to keep and as text, with what a lead reads first."""
