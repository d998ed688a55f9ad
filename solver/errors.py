"""Faults in the input: where, what was expected, what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, TypeVar

# So many faults or findings of one kind are printed; the rest is counted.
PRINTED: Final = 10
# So many letters of what a file says are printed in one fault or finding; nobody reads a name of a megabyte.
LETTERS: Final = 1000
Said = TypeVar("Said")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one line of a file.

    Examples
    --------
    >>> print(Fault("card.md", 3, "a score from 0 to 1", "'high'"))
    card.md:3: expected a score from 0 to 1, got 'high'
    """

    file: str
    line: int
    expected: str
    got: str
    maybe: str = ""

    def __str__(self) -> str:
        """Return ``file:line: expected, got`` and, where it helps, a second line that starts "Maybe"."""
        text = f"{self.file}:{self.line}: expected {_cut(self.expected)}, got {_cut(self.got)}"
        return f"{text}\nMaybe {_cut(self.maybe)}" if self.maybe else text


@dataclass(frozen=True)
class Finding:
    """Something worth knowing that does not stop the work: ``severity`` is error, warning or info, ``code`` is stable.

    Examples
    --------
    >>> print(Finding("warning", "CAP001", "backlog.csv", 14, "task 'A-7' needs 'pyhton'", "'python'"))
    backlog.csv:14: warning CAP001: task 'A-7' needs 'pyhton'
    Maybe 'python'
    """

    severity: str
    code: str
    file: str
    line: int
    text: str
    maybe: str = ""

    def __str__(self) -> str:
        """Return place, severity, code and text and, where it helps, a second line that starts "Maybe"."""
        text = f"{self.file}:{self.line}: {self.severity} {self.code}: {_cut(self.text)}"
        return f"{text}\nMaybe {_cut(self.maybe)}" if self.maybe else text


def _cut(text: str) -> str:
    """Return a text, or the beginning of a very long one with its length."""
    return text if len(text) <= LETTERS else f"{text[:LETTERS]}... ({len(text):,} letters)"


class InputError(Exception):
    """All faults of an input, gathered before anything is refused."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("\n".join(ten_of_each(faults, lambda fault: fault.expected, "that expected")))
        self.faults = faults

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Fault, ...]]]:
        """Say how another process makes the same error."""
        return InputError, (self.faults,)


def ten_of_each(items: Iterable[Said], kind: Callable[[Said], str], what: str) -> list[str]:
    """Return the texts of all items, but of each kind the first ten and, after them, how many more there are.

    Parameters
    ----------
    items : iterable
        Faults, findings or sentences, in the order in which they are told.
    kind : callable
        Names the kind of an item.
    what : str
        What the count says before the kind: "and 2 more that expected ...".

    Returns
    -------
    list of str
        One text for each item that is told, one for each kind of which there are more.

    Examples
    --------
    >>> ten_of_each(["a"] * 12, str, "of")[9:]
    ['a', '... and 2 more of a']
    """
    items = list(items)
    total, told, texts = Counter(map(kind, items)), Counter[str](), list[str]()
    for item in items:
        name = kind(item)
        told[name] += 1
        if told[name] <= PRINTED:
            texts.append(str(item))
        if told[name] == PRINTED < total[name]:
            texts.append(f"... and {total[name] - PRINTED:,} more {what} {name}")
    return texts


def not_installed(where: str, extra: str, missing: str, what: str = "") -> InputError:
    """Return the fault of something that was asked for and needs an extra of this package.

    Parameters
    ----------
    where : str
        The command or option that asks for it.
    extra : str
        The extra that brings it.
    missing : str
        What is not there.
    what : str
        What the extra is needed for, after its name.

    Returns
    -------
    InputError
        With the line that installs it.

    Examples
    --------
    >>> print(not_installed("app", "look", "no uvicorn"))
    app:1: expected the extra 'look', got no uvicorn
    Maybe pip install '.[look]' in the folder of its sources.
    """
    maybe = f"pip install '.[{extra}]' in the folder of its sources."
    return InputError((Fault(where, 1, f"the extra {extra!r}{what}", missing, maybe),))
