"""Families of cards: agents, roles and escalation policies as other tools write them."""
