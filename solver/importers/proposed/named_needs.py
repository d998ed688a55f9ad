"""Capabilities that labels, components and titles name word for word: proposed as requirements, never as gates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from solver.importers.board.states import OPEN
from solver.importers.files.table import plain
from solver.importers.nouns import ImportedCard, ImportedTask
from solver.importers.proposed.proposals import Proposal

MOST_WORDS = 4
# How sure a name is, by where it stands: a label is put there on purpose, a title only happens to say it.
SURE = {"label": "0.9", "component": "0.9", "title": "0.6"}


def named_needs(cards: Iterable[ImportedCard], tasks: Iterable[ImportedTask]) -> Iterator[Proposal]:
    """Yield a requirement for each capability of a card that an open task names, exactly but for case.

    Examples
    --------
    >>> from decimal import Decimal
    >>> from solver.importers.nouns import Ability
    >>> card = ImportedCard("ANA", "f", abilities=(Ability("Power BI", Decimal(1)),))
    >>> [one.evidence for one in named_needs([card], [ImportedTask("T", "f", 1, "Sales in power bi")])]
    ["its title names it: 'power bi'"]
    """
    names: dict[str, str] = {}
    for card in cards:
        for ability in card.abilities:
            names.setdefault(plain(ability.name).replace("-", " ").replace("_", " "), ability.name)
    for task in tasks:
        if task.state in OPEN and names:
            yield from _of(task, names)


def _of(task: ImportedTask, names: dict[str, str]) -> Iterator[Proposal]:
    seen = {plain(need) for need in task.needs}
    for where, said in _phrases(task):
        name = names.get(said)
        if name and plain(name) not in seen:
            seen.add(plain(name))
            yield Proposal("requirement", task.id, name, SURE[where], f"its {where} names it: {said!r}")


def _phrases(task: ImportedTask) -> Iterator[tuple[str, str]]:
    for where, texts in (("label", task.labels), ("component", task.components)):
        yield from ((where, plain(text).replace("-", " ").replace("_", " ")) for text in texts)
    words = re.findall(r"[^\W_][\w+#.]*[\w+#]|\w", plain(task.title).replace("-", " "))
    for length in range(min(MOST_WORDS, len(words)), 0, -1):
        yield from (("title", " ".join(words[at : at + length])) for at in range(len(words) - length + 1))
