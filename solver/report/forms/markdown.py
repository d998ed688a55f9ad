"""A document as Markdown: every text escaped, every picture in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from solver.report.figures.kit import Figure
from solver.report.forms.document import Block, Cell, Choices, Code, Column, Document, Fold, Points, Table, Tiles, Words
from solver.report.forms.table import is_figure
from solver.report.text.markup import clean, clip, markdown


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


def markdown_blocks(blocks: Iterable[Block]) -> list[str]:
    """Return blocks as lines of Markdown, an empty one after each; what a page folds has a heading."""
    return [line for block in blocks for line in (*_headed(block), "")]


def _headed(block: Block) -> Iterator[str]:
    if isinstance(block, Fold):
        yield from [f"## {markdown(block.summary)}", "", *(line for inner in block.blocks for line in _block(inner))]
    else:
        yield from _block(block)


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
            yield from (f"  - {name}: {markdown(said)}" for name, said in (("Why", one.why), ("Do", one.do)) if said)
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


def _caption(table: Table) -> list[str]:
    return [f"**{markdown(table.caption)}**", ""] if table.caption else []


def _table(table: Table) -> Iterator[str]:
    if not table.rows:
        yield from [*_caption(table), markdown(table.empty)] if table.empty else []
        return
    table = table.seen()
    yield from _caption(table)
    yield f"| {' | '.join(markdown(column.head) for column in table.columns)} |"
    figures = (
        column.form or any(map(is_figure, cells)) for column, *cells in zip(table.columns, *table.rows, strict=True)
    )
    yield f"|{'|'.join('---:' if each else '---' for each in figures)}|"
    for row in table.rows[: table.most]:
        cells = (_cell(column, cell) for column, cell in zip(table.columns, row, strict=True))
        yield f"| {' | '.join(cells)} |"
    if len(table.rows) > table.most:
        yield from ["", f"{table.most:,} of {len(table.rows):,} rows; the workbook has all of them."]


def _cell(column: Column, cell: Cell) -> str:
    shown = column.shown(cell)
    return shown if is_figure(cell) else markdown(clip(shown, 400))
