"""Reads the text files in which the literature publishes generalized assignment problems."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from solver.errors import Fault, InputError

FloatArray: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True)
class PublishedProblem:
    """One problem of a file: what each pair costs and needs, and what each member has.

    Attributes
    ----------
    cost, load
        Arrays of shape (n_members, n_tasks), in the units of the file.
    limit
        Array of shape (n_members,), in the unit of `load`.
    """

    cost: FloatArray
    load: FloatArray
    limit: FloatArray


def read_published(path: Path) -> tuple[PublishedProblem, ...]:
    """Return the problems of a file in the order they stand there.

    A file holds one problem (``m n``, then m x n costs, m x n loads and m limits, broken into lines at will), or, as in
    the OR-Library, a count followed by that many problems. Whether costs are paid or earned the file does not say.

    Parameters
    ----------
    path
        A text file of numbers separated by white space.

    Returns
    -------
    tuple of PublishedProblem
        At least one.

    Raises
    ------
    InputError
        If a word is no number, a size or count is no positive whole number, or numbers are missing or left over.
    """
    numbers, lines = _numbers(path)
    alone = _length(numbers, 0)
    if alone == len(numbers):
        return (_cut(numbers, 0),)
    count, at = numbers[0] if numbers else 0.0, 1
    problems: list[PublishedProblem] = []
    while at < len(numbers) and len(problems) < count:
        length = _length(numbers, at)
        if length is None or at + length > len(numbers):
            raise _fault(path, lines[at], "`m n`, m x n costs and loads, m limits", f"{len(numbers) - at} numbers")
        problems.append(_cut(numbers, at))
        at += length
    if not problems or len(problems) != count or at != len(numbers):
        expected = "one problem, or a count followed by as many problems"
        found = f"{len(numbers)} numbers, of which {at if problems else 0} make {len(problems)} problems"
        raise _fault(path, lines[-1] if lines else 1, expected, found)
    return tuple(problems)


def _numbers(path: Path) -> tuple[list[float], list[int]]:
    """Return every number of the file and the line each stands on."""
    numbers: list[float] = []
    lines: list[int] = []
    faults: list[Fault] = []
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        for word in text.split():
            try:
                value = float(word)
            except ValueError:
                value = np.nan
            if not np.isfinite(value):
                faults.append(Fault(str(path), line, "a finite number", repr(word)))
            numbers.append(value)
            lines.append(line)
    if faults:
        raise InputError(tuple(faults))
    return numbers, lines


def _length(numbers: list[float], at: int) -> int | None:
    """Return how many numbers the problem that starts at `at` takes, None where no two sizes stand there."""
    sizes = numbers[at : at + 2]
    if len(sizes) < 2 or any(size < 1 or size != int(size) for size in sizes):
        return None
    members, tasks = map(int, sizes)
    return 2 + 2 * members * tasks + members


def _cut(numbers: list[float], at: int) -> PublishedProblem:
    """Return the problem whose `m n` stands at `at`."""
    members, tasks = int(numbers[at]), int(numbers[at + 1])
    pairs, start = members * tasks, at + 2
    matrices = np.array(numbers[start : start + 2 * pairs]).reshape(2, members, tasks)
    limit = np.array(numbers[start + 2 * pairs : start + 2 * pairs + members])
    return PublishedProblem(matrices[0], matrices[1], limit)


def _fault(path: Path, line: int, expected: str, got: str) -> InputError:
    """Return the refusal of a file for one reason."""
    return InputError((Fault(str(path), line, expected, got),))
