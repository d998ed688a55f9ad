"""A document as Markdown: every text escaped, every picture in words."""

from __future__ import annotations

from collections.abc import Iterator

from solver.report.document import Block, Choices, Code, Document, Fold, Points, Table, Tiles, Words
from solver.report.figures.kit import Figure
from solver.report.markup import clean, clip, markdown


def markdown_page(document: Document) -> str:
    """Return the whole document as Markdown.

    Parameters
    ----------
    document : Document
        What a report says.

    Returns
    -------
    str
        Headings, lists and tables; a picture is left out where a table says the same, else put in words.
    """
    lines = [f"# {markdown(document.title)}", "", markdown(document.lead), ""]
    for section in document.sections:
        lines += [f"## {markdown(section.title)}", ""]
        for block in section.blocks:
            lines += [*_block(block), ""]
    return "\n".join(lines).rstrip()


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Words):
        yield markdown(block.text)
    elif isinstance(block, Points):
        yield from (f"- {markdown(item)}" for item in block.items)
    elif isinstance(block, Tiles):
        yield from (f"- **{markdown(tile.value)}** {markdown(tile.label)}" for tile in block.tiles)
    elif isinstance(block, Choices):
        for one in block.choices:
            yield f"- **{markdown(one.name)}** ({markdown(one.kind)}): {markdown(one.title)}"
            yield f"  - Why: {markdown(one.why)}"
            yield f"  - Do: {markdown(one.do)}"
            yield from [f"  - {markdown(one.line)}"] if one.line else []
    elif isinstance(block, Code):
        yield from (f"    {clean(line)}" for line in block.lines)
    elif isinstance(block, Fold):
        yield from [f"**{markdown(block.summary)}**", ""]
        for inner in block.blocks:
            yield from [*(_words(inner) if isinstance(inner, Figure) else _block(inner)), ""]
    elif isinstance(block, Figure):
        yield f"*{markdown(block.title)}*: the page has the picture."
    else:
        yield from _table(block)


def _words(figure: Figure) -> Iterator[str]:
    """Yield what a picture says: one that is shown on demand has no table beside it."""
    yield from (f"- {markdown(line)}" for line in figure.text.splitlines())


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield from [f"**{markdown(table.caption)}**", "", markdown(table.empty)] if table.empty else []
        return
    table = table.seen()
    yield from [f"**{markdown(table.caption)}**", ""]
    yield f"| {' | '.join(markdown(column.head) for column in table.columns)} |"
    yield f"|{'|'.join('---:' if column.form else '---' for column in table.columns)}|"
    for row in table.rows[: table.most]:
        cells = (markdown(clip(column.shown(cell), 400)) for column, cell in zip(table.columns, row, strict=True))
        yield f"| {' | '.join(cells)} |"
    if len(table.rows) > table.most:
        yield from ["", f"{table.most:,} of {len(table.rows):,} rows; the workbook has all of them."]
