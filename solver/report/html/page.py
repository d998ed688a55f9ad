"""A document as one HTML page: no network, no script, headings, a table of contents, words for every picture."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Iterable

from solver.report.document import Block, Cell, Code, Column, Document, Fold, Points, Section, Table, Tile, Tiles, Words
from solver.report.figures.kit import Figure
from solver.report.figures.palette import style
from solver.report.html.style import page_style
from solver.report.markup import Safe, clean, clip, join, tag

# Nothing is loaded and nothing runs, whatever stands in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MOST_LETTERS = 400


def page(document: Document) -> str:
    """Return the whole page.

    Parameters
    ----------
    document : Document
        Its texts may hold anything: they stay texts.

    Returns
    -------
    str
        HTML of one file.
    """
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", clip(document.title)),
        Safe(f"<style>{page_style()}{style()}</style>"),
    )
    contents = tag(
        "nav",
        tag("ol", *(tag("li", tag("a", one.title, href=f"#{one.anchor}")) for one in document.sections)),
        aria_label="Contents",
    )
    frame = tag(
        "div",
        tag("header", tag("h1", text(document.title)), tag("p", document.lead, class_="lead")),
        contents,
        tag("main", *map(_section, document.sections), id="content", tabindex=-1),
        tag("footer", tag("p", "One file: it loads nothing, runs nothing and can be sent as it is.")),
        class_="frame",
    )
    skip = tag("a", "Skip to the content", href="#content", class_="skip")
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', skip, frame), lang='en')}\n"


def text(value: object) -> Safe:
    """Return a text of at most 400 letters; one from right to left is kept apart from what stands around it."""
    shown = clip(value, MOST_LETTERS)
    turns = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in shown)
    return tag("bdi", shown) if turns else join([shown])


def _section(section: Section) -> Safe:
    title = tag("h2", section.title, id=f"{section.anchor}-title")
    return tag("section", title, *blocks(section.blocks), id=section.anchor, aria_labelledby=f"{section.anchor}-title")


def blocks(found: Iterable[Block]) -> list[Safe]:
    """Return the elements of blocks."""
    return [_block(block) for block in found]


def _block(block: Block) -> Safe:
    if isinstance(block, Words):
        return tag("p", text(block.text))
    if isinstance(block, Points):
        return tag("ul", *(tag("li", text(item)) for item in block.items)) if block.items else Safe()
    if isinstance(block, Tiles):
        return tag("ul", *map(_tile, block.tiles), class_="tiles")
    if isinstance(block, Code):
        return _lines(block.lines)
    if isinstance(block, Fold):
        return tag("details", tag("summary", text(block.summary)), *blocks(block.blocks))
    return _figure(block) if isinstance(block, Figure) else table(block)


def _tile(tile: Tile) -> Safe:
    return tag("li", tag("strong", tile.value), tag("span", tile.label), class_=tile.role)


def _lines(lines: Iterable[str]) -> Safe:
    return tag("pre", Safe("\n".join(html.escape(clean(line), quote=False) for line in lines)))


def _figure(figure: Figure) -> Safe:
    """Return the picture and its words; the rules that all pictures share stand once in the head."""
    drawing = tag("div", Safe(figure.svg.replace(style(), "", 1).replace("<style></style>", "", 1)), class_="drawing")
    words = tag("details", tag("summary", "The same in words"), _lines(figure.text.splitlines()), class_="words")
    return tag("figure", drawing, words)


def table(found: Table) -> Safe:
    """Return a table in a box that can be scrolled by keyboard, and how many rows are not shown."""
    if not found.rows:
        return tag("p", f"{found.caption}: {found.empty}", class_="more")
    head = tag("tr", *(tag("th", column.head, scope="col", class_=_class(column)) for column in found.columns))
    rows = (_row(found.columns, row) for row in found.rows[: found.most])
    whole = tag("table", tag("caption", found.caption), tag("thead", head), tag("tbody", *rows))
    box = tag("div", whole, class_="scroll", role="region", aria_label=found.caption, tabindex=0)
    if len(found.rows) <= found.most:
        return box
    said = f"{found.most:,} of {len(found.rows):,} rows. The workbook (-o report.xlsx) has all of them."
    return join([box, tag("p", said, class_="more")])


def _row(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Safe:
    cells = []
    for number, (column, cell) in enumerate(zip(columns, row, strict=True)):
        shown = text(column.shown(cell))
        # Only a word without end may be broken within: a short column keeps its words whole.
        long = "l" if max(map(len, shown.split()), default=0) > 28 else "w" if len(shown) > 36 else None
        words = {"class_": _class(column) or long}
        cells.append(tag("td", shown, **words) if number else tag("th", shown, scope="row", **words))
    return tag("tr", *cells)


def _class(column: Column) -> str | None:
    return "n" if column.form else None
