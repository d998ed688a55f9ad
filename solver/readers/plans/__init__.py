"""A plan.json as it stands: one checked schema, through which every command reads it."""
