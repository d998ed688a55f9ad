"""Who can reach whom, who has somebody to turn to, and what a plan asks of that."""
