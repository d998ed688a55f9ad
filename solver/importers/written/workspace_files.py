"""The files of a workspace as texts, from what was joined."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from solver.importers.board.states import OVER
from solver.importers.join import Joined, Placed, accepted_of
from solver.importers.nouns import Entry
from solver.importers.proposed.proposals import Proposal
from solver.importers.settings import Settings
from solver.importers.sizing import hours, number
from solver.importers.window import SPRINT_WEEKS, WEEK_MINUTES
from solver.importers.written.card_text import card_text
from solver.importers.written.team_text import is_dated, team_text, weeks_of
from solver.importers.written.yaml_text import quoted
from solver.readers.backlog.lags import with_lag

COLUMNS: Final = (
    *("id", "title", "type", "priority", "status", "assigned_to", "estimated_hours", "batch", "capabilities"),
    *("dependencies", "permissions", "earliest", "due", "split", "crew", "sprint", "points", "spent", "remaining"),
    "labels",
)
# Of a file's name, which most file systems take.
MOST_LETTERS: Final = 80
STATES: Final = {"IN_REVIEW": "IN_PROGRESS", "BLOCKED": "TODO", "WAITING": "TODO"}


@dataclass
class Written:
    """The texts of a workspace by path, and the ledger lines that writing them added."""

    texts: dict[str, str] = field(default_factory=dict)
    ledger: list[Entry] = field(default_factory=list)
    minutes: int = 0
    assumed_minutes: int = 0


def write_files(joined: Joined, settings: Settings) -> Written:
    """Return the workspace: cards, backlog, team and vocabulary."""
    written = Written()
    names = card_names(joined)
    for card in joined.cards:
        written.texts[f"cards/{names[card.id]}.md"] = card_text(card, settings.level)
    # An empty backlog would be planned, and proved, and tell nobody that none was given.
    if joined.tasks:
        written.texts["backlog.csv"] = _backlog(joined, settings, written)
    written.texts["team.yaml"] = team_text(joined, settings, names, written.ledger)
    written.texts["vocabulary.yaml"] = _vocabulary(joined)
    return written


def card_names(joined: Joined) -> dict[str, str]:
    """Return the file name of each card, which is the member's id: what no file system takes is replaced."""
    found, taken = dict[str, str](), set[str]()
    for card in joined.cards:
        seen = "".join(mark for mark in card.id if mark.isprintable())
        name = re.sub(r'[\\/:*?"<>|]+', "-", seen)[:MOST_LETTERS].strip(" .") or "member"
        found[card.id] = name if name not in taken else f"{name}-{len(found)}"
        taken.add(found[card.id])
    return found


@dataclass(frozen=True)
class _Rows:
    """What the rows of a backlog are written with; ``needs`` and ``crews`` go by task, 0 minutes are no period."""

    settings: Settings
    names: dict[str, str]
    needs: dict[str, list[str]]
    crews: dict[str, str]
    period: int

    def row(self, one: Placed) -> dict[str, str]:
        """Return the cells of one task."""
        task, needs = one.task, self.needs.get(one.task.id, [])
        left, whole = (self.settings.unsized if size is None else size for size in (one.size.left, one.size.whole))
        is_open = task.state not in OVER
        stated = [need for need in task.needs if not any(need == said.partition(":")[0] for said in needs)]
        return {
            "id": task.id,
            "title": " ".join(task.title.split()),
            "type": task.kind,
            "priority": task.priority or "MEDIUM",
            "status": STATES.get(task.state, task.state),
            "assigned_to": self.names.get(one.member, one.member),
            "estimated_hours": hours(whole),
            "batch": task.batch,
            "capabilities": "; ".join([*(_plain_need(need, self.settings) for need in stated), *needs]),
            "dependencies": " ".join(with_lag(name, task.lags.get(name, Decimal(0))) for name in task.dependencies),
            "permissions": one.stop,
            "earliest": task.earliest,
            "due": task.due,
            # In periods, what is longer than one of them can only be done in parts.
            "split": "yes" if is_open and self.period and left > self.period else "",
            "crew": self.crews.get(task.id, ""),
            "sprint": task.sprint,
            "points": "" if task.points is None else number(task.points),
            "spent": hours(task.spent_minutes) if task.spent_minutes else "",
            "remaining": hours(left) if is_open and (left != whole or task.spent_minutes) else "",
            "labels": "; ".join(task.labels),
        }


def _backlog(joined: Joined, settings: Settings, written: Written) -> str:
    needs: dict[str, list[str]] = {}
    for one in joined.proposals:
        if one.kind == "requirement":
            is_accepted = (one.kind, one.subject, one.proposal) in joined.accepted
            needs.setdefault(one.subject, []).append(_need(one, is_accepted))
    crews = {one.subject: one.proposal for one in accepted_of(joined, "crew")}
    written.minutes, written.assumed_minutes = _minutes(joined, settings)
    period = min(weeks_of(joined, settings), SPRINT_WEEKS) * WEEK_MINUTES if is_dated(joined, settings) else 0
    rows = _Rows(settings, card_names(joined), needs, crews, period)
    cells = [rows.row(one) for one in joined.tasks]
    used = [name for name in COLUMNS if name in COLUMNS[:10] or any(row[name] for row in cells)]
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, used, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells)
    return stream.getvalue()


def _minutes(joined: Joined, settings: Settings) -> tuple[int, int]:
    """Return the minutes left of all open tasks, and those of tasks without a size among them."""
    opened = [one.size.left for one in joined.tasks if one.task.state not in OVER]
    assumed = settings.unsized * sum(left is None for left in opened)
    return sum(left for left in opened if left is not None) + assumed, assumed


def _need(one: Proposal, is_accepted: bool) -> str:
    """Return a proposed requirement as a cell: it scores and gates nobody until the user accepts it."""
    name = f"{one.proposal}:{one.tier}" if one.tier else one.proposal
    return name if is_accepted else f"{name}:0"


def _plain_need(need: str, settings: Settings) -> str:
    """Return a requirement that the source names itself, with the level it states, else with that of having it."""
    name, _, level = (part.strip().replace(";", ",") for part in need.partition(":"))
    return f"{name}:{level or number(settings.required)}"


def _vocabulary(joined: Joined) -> str:
    lines = ["# Names that mean the same, and who can stand in for what; proposals.csv has some to accept."]
    aliases: dict[str, list[str]] = {}
    for one in accepted_of(joined, "alias"):
        aliases.setdefault(one.proposal, []).append(one.subject)
    lines.append("aliases:" if aliases else "aliases: {}")
    lines += [f"  {quoted(name)}: [{', '.join(map(quoted, others))}]" for name, others in aliases.items()]
    relations = list(accepted_of(joined, "relation"))
    lines.append("relations:" if relations else "relations: []")
    for one in relations:
        pair = f"have: {quoted(one.subject)}, need: {quoted(one.proposal)}"
        lines.append(f"  - {{{pair}, factor: {one.confidence}}}")
    return "\n".join(lines) + "\n"
