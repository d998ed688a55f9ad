"""A document as one HTML page: no network, no script, headings, a table of contents, words for every picture."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable

from solver.report.figures.kit import Figure
from solver.report.figures.palette import style
from solver.report.forms.document import (
    FEW,
    Block,
    Cell,
    Choice,
    Choices,
    Code,
    Column,
    Document,
    Fold,
    Points,
    Section,
    Table,
    Tile,
    Tiles,
    Words,
)
from solver.report.forms.style import page_style
from solver.report.text.markup import Safe, clean, clip, join, tag

# Nothing is loaded and nothing runs, whatever stands in the page.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
MOST_LETTERS = 400
# A number with its unit, and a short name with a number: what splits a text at them keeps them.
QUANTITY = re.compile(
    r"((?<![\w.])[+-]?\d[\d,.]* (?:h|%|d|days?|tasks?|members?)(?!\w)|(?<![\w-])[A-Za-z]{1,9}-\d{1,6}(?![\w-]))"
)


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
    entries = tag("ol", *(tag("li", tag("a", one.title, href=f"#{one.anchor}")) for one in document.sections))
    # Folded where the page is narrow; where it is wide the rules of the page show it beside what it leads to.
    contents = tag("nav", tag("details", tag("summary", "Contents"), entries), aria_label="Contents")
    frame = tag(
        "div",
        tag("header", tag("h1", text(document.title)), tag("p", text(document.lead), class_="lead")),
        contents,
        tag("main", *map(_section, document.sections), id="content", tabindex=-1),
        tag(
            "footer",
            tag("p", "One file: it loads nothing, runs nothing and can be sent as it is.", class_="screen"),
            tag("p", "On screen this page unfolds further: reasons, lists, the audit, files.", class_="print"),
        ),
        class_="frame",
    )
    skip = tag("a", "Skip to the content", href="#content", class_="skip")
    return f"<!DOCTYPE html>\n{tag('html', head, tag('body', skip, frame), lang='en')}\n"


def text(value: object) -> Safe:
    """Return a text of at most 400 letters; one from right to left is kept apart from what stands around it."""
    shown = clip(value, MOST_LETTERS)
    turns = any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in shown)
    return tag("bdi", shown) if turns else _unbroken(shown)


def _unbroken(shown: str) -> Safe:
    """Return a text in which no line ends between a number and its unit."""
    parts = [html.escape(part) for part in QUANTITY.split(shown)]
    return Safe("".join(f'<span class="q">{part}</span>' if n % 2 else part for n, part in enumerate(parts)))


def _section(section: Section) -> Safe:
    title = tag("h2", section.title, id=f"{section.anchor}-title")
    on_paper = section.is_on_paper and any(not _is_folded(block) for block in section.blocks)
    named = {"id": section.anchor, "aria_labelledby": f"{section.anchor}-title"}
    return tag("section", title, *blocks(section.blocks), class_=None if on_paper else "screen", **named)


def _is_folded(block: Block) -> bool:
    """Return whether a block says nothing on paper."""
    if isinstance(block, Table):
        return (not block.rows and not block.empty) or (len(block.rows) > FEW and not _prints(block))
    return isinstance(block, Fold)


def _prints(found: Table) -> bool:
    return len(found.rows) <= found.paper


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
        inside = (table(one) if isinstance(one, Table) else _block(one) for one in block.blocks)
        return tag("details", tag("summary", text(block.summary)), *inside)
    if isinstance(block, Choices):
        return tag("ol", *map(_choice, block.choices), class_=f"choices {'many' if len(block.choices) > 4 else 'few'}")
    return _figure(block) if isinstance(block, Figure) else _folded(block)


def _choice(choice: Choice) -> Safe:
    head = tag(
        "p", tag("strong", text(choice.name)), Safe(" "), tag("span", text(choice.kind), class_="kind"), class_="head"
    )
    line = tag("code", clip(choice.line, MOST_LETTERS)) if choice.line else Safe()
    title = tag("p", text(choice.title), class_="title") if choice.title else Safe()
    said = (("Why:", choice.why), ("Do:", choice.do))
    told = (tag("p", tag("b", name), Safe(" "), text(words)) for name, words in said if words)
    return tag("li", head, Safe(" "), title, *told, line, class_=choice.kind.partition(",")[0].lower())


def _folded(found: Table) -> Safe:
    """Return a table, folded with its count if it is long."""
    if len(found.rows) <= FEW:
        return table(found)
    summary = tag("summary", f"{found.caption}: {len(found.rows):,} rows")
    return tag("details", summary, table(found), class_="paper" if _prints(found) else None)


def _tile(tile: Tile) -> Safe:
    return tag("li", tag("strong", text(tile.value)), tag("span", tile.label), class_=tile.role)


def _lines(lines: Iterable[str]) -> Safe:
    return tag("pre", Safe("\n".join(html.escape(clean(line), quote=False) for line in lines)))


def _figure(figure: Figure) -> Safe:
    """Return the picture and its words; the rules that all pictures share stand once in the head."""
    picture = Safe(figure.svg.replace(style(), "", 1).replace("<style></style>", "", 1))
    # On a narrow page it is wider than its box, which a keyboard must be able to scroll.
    drawing = tag("div", picture, class_="drawing", role="region", aria_label=f"{figure.title}, picture", tabindex=0)
    words = tag("details", tag("summary", "The same in words"), _lines(figure.text.splitlines()), class_="words")
    return tag("figure", drawing, words)


def table(found: Table) -> Safe:
    """Return a table in a box that can be scrolled by keyboard, and how many rows are not shown."""
    if not found.rows:
        said = f"{found.caption}: {found.empty}" if found.caption else found.empty
        return tag("p", said, class_="more") if found.empty else Safe()
    found = found.seen()
    head = tag("tr", *(tag("th", _head(column), scope="col", class_=_class(column)) for column in found.columns))
    rows = (_row(found.columns, row) for row in found.rows[: found.most])
    whole = tag("table", tag("caption", tag("span", found.caption)), tag("thead", head), tag("tbody", *rows))
    box = tag("div", whole, class_="scroll", role="region", aria_label=found.caption, tabindex=0)
    if len(found.rows) <= found.most:
        return box
    said = f"{found.most:,} of {len(found.rows):,} rows. The workbook (-o report.xlsx) has all of them."
    return join([box, tag("p", said, class_="more")])


def _head(column: Column) -> str:
    """Return the name of a column, from which no line parts its unit."""
    return column.head.replace(f", {column.unit}", f",\u00a0{column.unit}") if column.unit else column.name


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
