"""The workspace as texts, joined with what the user made of it, and the report of the import."""
