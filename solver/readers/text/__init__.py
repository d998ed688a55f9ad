"""Files, JSON, YAML and hours without surprises: every value with its line, all faults gathered."""
