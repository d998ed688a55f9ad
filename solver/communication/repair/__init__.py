"""The cheapest channels that give every member one route to the last word, or two."""
