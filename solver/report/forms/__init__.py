"""One answer as text, data, a table, a document; a document as a page, as Markdown or as a workbook."""
