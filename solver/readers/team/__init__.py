"""``team.yaml``: its schema, the roster, the calendar and what the team has agreed on."""
