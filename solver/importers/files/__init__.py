"""Files as they come: bytes decoded, tables, workbooks, YAML and heads of markdown."""
