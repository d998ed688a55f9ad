"""Reads a workspace folder: cards and a backlog, one member for each card."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from solver.domain.cards import RoleCard
from solver.domain.tasks import Backlog
from solver.domain.team import Member, Team
from solver.domain.weights import Weights
from solver.errors import Fault, InputError
from solver.readers.backlog import read_backlog
from solver.readers.cards import read_card

LOAD_LIMIT_MINUTES = 40 * 60
NOT_READ = ("team.yaml", "vocabulary.yaml", "scenarios.yaml")


@dataclass(frozen=True)
class Workspace:
    """What a folder holds, what was assumed, and the SHA-256 of each file read."""

    team: Team
    backlog: Backlog
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    weights: Weights = Weights()


def read_workspace(folder: Path, *, strict: bool = False) -> Workspace:
    """Return the team and the backlog of a folder.

    Parameters
    ----------
    folder : Path
        Holds ``cards/*.md`` or ``cards/ID/IDENTITY.md``, and ``backlog.csv``.
    strict : bool
        Whether a bad card refuses the load; otherwise it is reported and the rest goes on.

    Returns
    -------
    Workspace
        The nouns, with assumptions and warnings in words.

    Raises
    ------
    InputError
        With the faults of every file at once.
    """
    paths = sorted([*folder.glob("cards/*.md"), *folder.glob("cards/*/IDENTITY.md")])
    cards, card_faults = _cards(paths)
    faults = list(card_faults) if strict else []
    backlog_path = folder / "backlog.csv"
    backlog = Backlog(())
    if not paths:
        faults.append(Fault(str(folder / "cards"), 1, "at least one role card", "none"))
    try:
        backlog = read_backlog(backlog_path)
    except FileNotFoundError:
        faults.append(Fault(str(backlog_path), 1, "a backlog", "no such file"))
    except InputError as error:
        faults.extend(error.faults)
    if faults:
        raise InputError(tuple({str(fault): fault for fault in [*card_faults, *faults]}.values()))
    team = Team(tuple(Member(card.id, card, LOAD_LIMIT_MINUTES) for card in cards))
    return Workspace(
        team,
        backlog,
        ("every card is one member with 40 h", *backlog.assumptions),
        (*map(str, card_faults), *_unread(folder, backlog)),
        tuple((str(path.relative_to(folder)), _digest(path)) for path in [*paths, backlog_path]),
    )


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _cards(paths: list[Path]) -> tuple[list[RoleCard], list[Fault]]:
    cards: list[RoleCard] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            card = read_card(path)
        except InputError as error:
            faults.extend(error.faults)
            continue
        if any(card.id == other.id for other in cards):
            faults.append(Fault(str(path), 1, "an id of its own", repr(card.id)))
        else:
            cards.append(card)
    return cards, faults


def _unread(folder: Path, backlog: Backlog) -> list[str]:
    warnings = [f"{name} is not read by this version" for name in NOT_READ if (folder / name).exists()]
    return warnings + [f"backlog column {name!r} is kept, not used" for name in backlog.kept_columns]
