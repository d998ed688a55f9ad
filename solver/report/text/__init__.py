"""Letters that do no harm: lines of a terminal, elements of a page, data as JSON. Whatever is written passes here."""
