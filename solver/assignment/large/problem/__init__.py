"""What the engine asks of a problem: units of work, members with hours, shortlists of pairs, one level at a time."""
