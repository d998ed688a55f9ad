"""Text for a terminal of some width: tables whose heads and cells wrap, sentences that hang below their beginning.

What is too long goes on in the next line; only a word that would fill many lines is cut, with a mark.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

GAP: Final = "  "
# A column of text is not made narrower than this, and a word takes no more lines than that.
NARROW: Final = 12
MOST_LINES: Final = 6
# What stands in front of a sentence and is not indented again: up to this part of the line.
LABEL: Final = 0.45
# After these a long name is broken rather than elsewhere.
JOINTS: Final = "_-/.,="
_WORDS: Final = re.compile(r"\s*\S+")
_LABEL: Final = re.compile(r".*\S\s{2,}(?=\S)")


def breadth(text: str) -> int:
    """Return how many cells of a terminal a text takes.

    Examples
    --------
    >>> breadth("abc"), breadth("名前")
    (3, 4)
    """
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else not unicodedata.combining(one) for one in text)


def fitted(lines: Iterable[str], width: int | None) -> list[str]:
    """Return lines of at most ``width`` cells; what goes on in the next line hangs below where the sentence began.

    Examples
    --------
    >>> fitted(["    A-1  outbid  no room beside other work"], 34)
    ['    A-1  outbid  no room beside', '         other work']
    """
    if width is None:
        return list(lines)
    return [part for line in lines for part in ([line] if breadth(line) <= width else _hung(line, width))]


def _hung(line: str, width: int) -> list[str]:
    indent = len(line) - len(line.lstrip())
    label = _LABEL.match(line[: int(width * LABEL)])
    hang = label.end() if label and label.end() > indent else min(indent + 4, width // 2)
    return [part if n == 0 else " " * hang + part for n, part in enumerate(_wrapped(line, width, width - hang))]


def _wrapped(text: str, first: int, room: int) -> Iterator[str]:
    """Yield a text in lines, the first of at most ``first`` cells, the others of at most ``room``."""
    line, most = "", first
    for n, found in enumerate(_WORDS.findall(text)):
        if line and breadth(line + found) > most:
            yield line
            line, most = "", room
        word = found if line or n == 0 else found.lstrip()
        *whole, rest = _pieces(word, most - breadth(line), room)
        for piece in whole:
            yield line + piece
            line, most = "", room
        line += rest
    yield line


def _pieces(word: str, first: int, room: int) -> list[str]:
    """Return a word in as many pieces as it needs; one that needs too many is cut."""
    found, most = list[str](), first
    while breadth(word) > most:
        if len(found) == MOST_LINES - 1:
            word = _cut(word, most - 1) + "…"
            break
        found.append(_cut(word, most))
        word, most = word[len(found[-1]) :], room
    return [*found, word]


def _cut(word: str, most: int) -> str:
    """Return the beginning of a word that takes at most so many cells, at least one letter; up to a joint if it can."""
    kept = word[: max(most, 1)]
    while breadth(kept) > most and len(kept) > 1:
        kept = kept[:-1]
    joint = max(kept.rfind(mark) for mark in JOINTS) + 1
    return kept[:joint] if joint * 2 > len(kept) else kept


def aligned(
    heads: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], width: int | None = None
) -> list[str]:
    """Return rows below their heads, figures to the right; within a width a head of several words has several lines.

    Where the columns do not fit side by side those of text are made narrower; where that is not enough the rest of the
    columns follows below, each time beside the first one.

    Examples
    --------
    >>> print(*aligned(["who", "left out"], [["A", "12"], ["BB", "3"]], [False, True], 80), sep=chr(10))
         left
    who   out
    A      12
    BB      3
    """
    widths = [max((breadth(row[n]) for row in rows), default=0) for n in range(len(heads))]
    heads_in = [[head] if width is None else head.split() or [""] for head in heads]
    widths = [max(most, *map(breadth, words)) for most, words in zip(widths, heads_in, strict=True)]
    gap = GAP if width is None or sum(widths) + len(GAP) * (len(widths) - 1) <= width else " "
    if width is not None and gap != GAP:
        _narrow(widths, right, width)
    lines = list[str]()
    for block in _blocks(widths, width):
        lines += [""] if lines else []
        for cells in (heads, *rows):
            wrapped = [list(_wrapped(cells[n], widths[n], widths[n])) for n in block]
            height = max(map(len, wrapped))
            if cells is heads:
                wrapped = [[""] * (height - len(one)) + one for one in wrapped]
            for at in range(height):
                parts = [one[at] if at < len(one) else "" for one in wrapped]
                placed = (_placed(part, widths[n], right[n]) for part, n in zip(parts, block, strict=True))
                lines.append(gap.join(placed).rstrip())
    return lines


def _placed(text: str, width: int, to_right: bool) -> str:
    space = " " * (width - breadth(text))
    return space + text if to_right else text + space


def _narrow(widths: list[int], right: Sequence[bool], width: int) -> None:
    """Take from the widest columns of text until all fit, or none of them is wide."""
    while sum(widths) + len(widths) - 1 > width:
        wide = [n for n, to_right in enumerate(right) if not to_right and widths[n] > NARROW]
        if not wide:
            return
        widths[max(wide, key=lambda n: widths[n])] -= 1


def _blocks(widths: Sequence[int], width: int | None) -> Iterator[list[int]]:
    """Yield the columns that stand side by side."""
    block, used = [0], widths[0] if widths else 0
    for n in range(1, len(widths)):
        if width is not None and used + 1 + widths[n] > width and len(block) > 1:
            yield block
            block, used = [0], widths[0]
        block.append(n)
        used += 1 + widths[n]
    yield block
