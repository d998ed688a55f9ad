"""A row of a tracker as it stands there, before it is decided what of it is work."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(slots=True)
class Item:
    """One row: words are the source's own, minutes None where no size is stated, dates ISO texts.

    ``waits_for`` and ``blocks`` are ids as written, ``lags`` the working days more for some that it waits for;
    ``refers`` counts links of other kinds. ``parent`` names the row that this one is part of, ``epic`` what it belongs
    to where no row stands for that. ``people`` are names with the account that the source gives each, "" where it gives
    none.
    """

    id: str
    line: int
    title: str = ""
    kind: str = ""
    status: str = ""
    category: str = ""
    resolution: str = ""
    priority: str = ""
    people: tuple[tuple[str, str], ...] = ()
    reporter: str = ""
    labels: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    description: str = ""
    internal: str = ""
    parent: str = ""
    epic: str = ""
    waits_for: list[str] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    lags: dict[str, Decimal] = field(default_factory=dict)
    refers: int = 0
    estimate: int | None = None
    remaining: int | None = None
    spent: int | None = None
    points: Decimal | None = None
    original_points: Decimal | None = None
    size: str = ""
    due: str = ""
    earliest: str = ""
    sprint: str = ""
    sprints: tuple[str, ...] = ()
    milestone: str = ""
    people_asked: int = 1
    has_own_id: bool = True
    file: str = ""
