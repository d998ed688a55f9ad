"""How a noun shows itself in ten lines: what it is first, the middle left out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

LINES, LETTERS = 10, 110


def shown(head: str, lines: Sequence[str] = (), most: int = LINES) -> str:
    r"""Return the head and the lines below it, ``most`` in all; what is left out of the middle is counted.

    Examples
    --------
    >>> print(shown("letters", list("abcdef"), most=5))
    letters
        a
        b
        ... 3 more
        f
    """
    room = most - 1
    if len(lines) > room:
        first = room // 2
        last = room - first - 1
        lines = [*lines[:first], f"... {len(lines) - first - last:,} more", *lines[len(lines) - last :]]
    return "\n".join([one_line(head), *(f"    {one_line(line)}" for line in lines)])


def one_line(text: str, most: int = LETTERS) -> str:
    """Return a text without line breaks and control characters, cut where it is too long."""
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain if len(plain) <= most else f"{plain[: most - 1]}…"


def some(names: Sequence[str], most: int = 6) -> str:
    """Return names with commas, and how many more there are.

    Examples
    --------
    >>> some(["a", "b", "c"], 2)
    'a, b and 1 more'
    """
    few = ", ".join(names[:most])
    return f"{few} and {len(names) - most:,} more" if len(names) > most else few


def counted(count: int, noun: str, does: str = "", do: str = "") -> str:
    """Return a count with its noun and, where wanted, what one does or several do.

    Examples
    --------
    >>> counted(1, "member"), counted(1200, "batch"), counted(0, "dependency")
    ('1 member', '1,200 batches', '0 dependencies')
    >>> counted(1, "task", "differs", "differ"), counted(2, "task", "differs", "differ")
    ('1 task differs', '2 tasks differ')
    """
    if count == 1:
        return f"1 {noun} {does}".rstrip()
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}es" if noun.endswith(("ch", "s", "x")) else f"{noun}s"
    return f"{count:,} {many} {do}".rstrip()


def in_days(days: Decimal | Fraction) -> str:
    """Return so many working days in words.

    Examples
    --------
    >>> in_days(Decimal("1.0")), in_days(Fraction(5, 2))
    ('1 working day', '2.5 working days')
    """
    return f"{float(days):g} working day{'' if days == 1 else 's'}"
