"""What ties the tasks of a backlog to each other: ids out of a cell, targets that exist, loops."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from solver.domain.naming import folded
from solver.domain.tasks import Task
from solver.readers.backlog.lags import MOST_WORDS, lagged_task

# A quoted id, in which "" stands for a quote; a mark between ids; or a run of other letters. Nothing is read twice.
TOKEN: Final = re.compile(r'"((?:[^"]|"")*+)"|([;,])|([^;,"]++)')


@dataclass
class Ids:
    """The ids of a backlog, and how ids are read out of a cell: in quotes, parted by ; or , or by blanks."""

    known: Collection[str]
    most_words: int = field(init=False)

    def __post_init__(self) -> None:
        self.most_words = max((len(name.split()) for name in self.known), default=1)

    def read(self, text: str) -> tuple[str, ...]:
        """Return the ids that a cell names, with their lags; the longest known one wins where blanks could part it.

        Raises
        ------
        ValueError
            If a text with blanks or marks is an id and so is each of its parts.

        Examples
        --------
        >>> Ids(["A", "Step 1"]).read('A Step 1'), Ids(["A"]).read('"X 1"; A, B')
        (('A', 'Step 1'), ('X 1', 'A', 'B'))
        >>> Ids(["A", "Step 1"]).read("A Step 1+2d"), Ids(["A;b"]).read("A;b")
        (('A', 'Step 1+2d'), ('A;b',))
        """
        text = text.strip()
        found = self._parted(text)
        if len(found) > 1 and self._is_one(text):
            if all(map(self._is_one, found)):
                raise ValueError(text)
            return (text,)
        return found

    def _is_one(self, text: str) -> bool:
        """Return whether a text is an id, or one with a lag."""
        return text in self.known or lagged_task(text) in self.known

    def _parted(self, text: str) -> tuple[str, ...]:
        marks = TOKEN.findall(text)
        is_parted = any(mark for _, mark, _ in marks)
        found: list[str] = []
        for quoted, mark, plain in marks:
            if plain.strip():
                found += self._parts(plain.strip(), is_parted)
            elif not mark and not plain:
                found.append(quoted.replace('""', '"').strip())
        return tuple(filter(None, found))

    def _parts(self, text: str, is_parted: bool) -> Iterable[str]:
        words = text.split()
        if len(words) == 1:
            return [text]
        if self._is_one(text):
            if all(map(self._is_one, words)):
                raise ValueError(text)
            return [text]
        if is_parted and not any(word in self.known for word in words):
            return [text]
        return self._longest(words)

    def _longest(self, words: Sequence[str]) -> Iterable[str]:
        at = 0
        while at < len(words):
            for count in range(min(self.most_words + MOST_WORDS - 1, len(words) - at), 0, -1):
                name = " ".join(words[at : at + count])
                if count == 1 or self._is_one(name):
                    break
            yield name
            at += count


def written_ids(names: Iterable[str]) -> str:
    """Return ids as a cell that reads back as they are.

    Examples
    --------
    >>> written_ids(["A", "Step 1"])
    'A; "Step 1"'
    """
    return "; ".join(_written(name) for name in names)


def _written(name: str) -> str:
    is_plain = not any(letter.isspace() or letter in ';,"' for letter in name)
    return name if is_plain else '"' + name.replace('"', '""') + '"'


def twins(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the names that differ in case or Unicode form only.

    Examples
    --------
    >>> twins(["a-1", "B", "A-1"])
    [('a-1', 'A-1')]
    """
    found: dict[str, dict[str, None]] = {}
    for name in names:
        found.setdefault(folded(name), {})[name] = None
    return [tuple(same) for same in found.values() if len(same) > 1]


def loops(tasks: Iterable[Task]) -> list[tuple[str, ...]]:
    """Return one loop of dependencies for each set of open tasks that wait for each other, in the order of waiting.

    What merely hangs on a loop is in none. Each task is looked at once.
    """
    needs = {task.id: task.dependencies for task in tasks if task.is_open}
    found, group = [], _groups(needs)
    by_group: dict[int, list[str]] = {}
    for name, number in group.items():
        by_group.setdefault(number, []).append(name)
    place = {name: at for at, name in enumerate(needs)}
    for number, names in by_group.items():
        if len(names) > 1 or names[0] in needs[names[0]]:
            found.append(_loop(min(names, key=place.__getitem__), needs, group, number))
    return found


def _loop(start: str, needs: Mapping[str, Sequence[str]], group: Mapping[str, int], number: int) -> tuple[str, ...]:
    """Return a shortest loop through one task inside its group, the task first and last."""
    came: dict[str, str] = {}
    row = [start]
    while start not in came:
        after = []
        for name in row:
            for target in needs[name]:
                if group.get(target) == number and target not in came:
                    came[target] = name
                    after.append(target)
        row = after
    back = [start, came[start]]
    while back[-1] != start:
        back.append(came[back[-1]])
    return tuple(reversed(back))


def _groups(needs: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return the number of each task's strongly connected component (Tarjan, without recursion)."""
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    group: dict[str, int] = {}
    path: list[str] = []
    for root in needs:
        work = [] if root in number else [(root, iter(needs[root]))]
        while work:
            name, targets = work[-1]
            if name not in number:
                number[name] = low[name] = len(number)
                path.append(name)
            target = next((one for one in targets if one in needs and one not in group), None)
            if target is None:
                work.pop()
                if low[name] == number[name]:
                    while name not in group:
                        group[path.pop()] = number[name]
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
            elif target in number:
                low[name] = min(low[name], number[target])
            else:
                work.append((target, iter(needs[target])))
    return group
