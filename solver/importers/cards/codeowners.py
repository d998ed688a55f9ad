"""CODEOWNERS: who owns a path approves changes to it, a gate."""

from __future__ import annotations

import re
from typing import Final

from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, ImportedCard, Intake, Line
from solver.importers.source import Source

NAME: Final = "CODEOWNERS"
SECTION: Final = re.compile(r"\^?\[[^\]]+\](?:\[\d+\])?\s*(.*)$")
SPACES: Final = re.compile(r"(?<!\\)\s+")
SHOWN: Final = 10


def sniff(source: Source) -> str:
    """Return why the file gives owners: it is called CODEOWNERS."""
    return "the name CODEOWNERS" if source.path.name == "CODEOWNERS" else ""


def read(source: Source) -> Intake:
    """Return a card for each owner with what it approves, and a group for each team."""
    intake = Intake(source.name, NAME, facts={"levels_stated": 0, "rows": 0, "paths_without_owner": 0})
    people: dict[str, list[tuple[str, int]]] = {}
    teams: dict[str, list[str]] = {}
    default: list[str] = []
    for number, text in enumerate(source.text.replace("\r\n", "\n").split("\n"), start=1):
        words = SPACES.split(re.split(r"(?:^|\s)#", text, maxsplit=1)[0].strip())
        section = SECTION.match(" ".join(words))
        if section:
            default = section[1].split()
            continue
        if not words[0]:
            continue
        intake.facts["rows"] += 1
        owners = words[1:] or default
        if not owners:
            intake.facts["paths_without_owner"] += 1
            intake.say(number, LEFT_OUT, f"{words[0]}: nobody owns it, so nobody approves it")
        for owner in owners:
            if "/" in owner:
                teams.setdefault(safe_id(owner.rsplit("/", 1)[-1]), []).append(words[0])
            elif owner.startswith("@") or "@" in owner:
                people.setdefault(safe_id(owner.removeprefix("@").split("@")[0]), []).append((words[0], number))
            else:
                intake.say(number, LEFT_OUT, f"{owner}: no owner, names start with @")
    for who, paths in people.items():
        intake.cards.append(_card(source.name, who, paths))
    for team, owned in teams.items():
        intake.groups[team] = ()
        shown = ", ".join(owned[:SHOWN]) + (f" and {len(owned) - SHOWN} more" if len(owned) > SHOWN else "")
        intake.say(1, ASSUMED, f"team {team} approves {shown}: a group; who is in it stands nowhere in this file")
    intake.group_gates = {team: tuple(dict.fromkeys(paths)) for team, paths in teams.items()}
    intake.facts["teams"] = len(teams)
    return intake


def _card(file: str, who: str, paths: list[tuple[str, int]]) -> ImportedCard:
    first = dict(reversed(paths))
    return ImportedCard(
        who,
        file,
        min(first.values()),
        account=who,
        is_person=True,
        permissions=tuple(("APPROVE", path) for path, _ in dict.fromkeys((path, 0) for path, _ in paths)),
        lines=tuple(gate(path, file, line) for path, line in sorted(first.items(), key=lambda pair: pair[1])),
    )


def gate(path: str, file: str, line: int) -> Line:
    """Return the gate of a path, as a card writes it."""
    return Line("APPROVES", f"changes to {path.replace(',', ' ')}", file, line)
