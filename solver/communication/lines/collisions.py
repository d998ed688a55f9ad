"""Names that look alike: ids that differ in case, blanks and punctuation only."""

from __future__ import annotations

from collections.abc import Iterator

from solver.communication.lines.shapes import normal
from solver.domain.showing import some
from solver.domain.team import Team
from solver.errors import Finding


def collisions(team: Team) -> Iterator[Finding]:
    """Yield a warning for each set of members whose ids are the same without case, blanks and punctuation.

    Parameters
    ----------
    team : Team
        Ids that are the same after NFC are a fault already when they are read.

    Yields
    ------
    Finding
        COM008, at the card of the first.
    """
    alike: dict[str, list[tuple[str, str]]] = {}
    for member in team.members:
        alike.setdefault(normal(member.id), []).append((member.id, member.card.file or member.card.id))
    for held in alike.values():
        if len(held) > 1:
            names = some([repr(name) for name, _ in held], 10)
            text = f"the ids {names} differ only in case, blanks or punctuation: a line is easily meant for another"
            yield Finding("warning", "COM008", held[0][1], 1, text)
