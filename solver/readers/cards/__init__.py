"""Role cards in markdown, those of the team and of people who could join."""
