"""Files that are for people or for tools: the rule is the readers' own."""

from solver.readers.text.documents import is_document as is_document
