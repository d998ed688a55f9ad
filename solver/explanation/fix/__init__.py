"""The cheapest changes after which a plan exists, or certain tasks have a place, each verified by planning again."""
