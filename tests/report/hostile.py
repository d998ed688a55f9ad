"""A team with the names that try to be more than text, as nouns; and what a page of text and pictures may hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser

from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import TIERS, Backlog, Requirement, Task
from solver.domain.team import Member, Team
from solver.readers.cards.cards import parse_card
from tests.hostile import OBEYED

NAMES = OBEYED[:12]
FORBIDDEN = frozenset({"script", "img", "iframe", "object", "embed", "link", "foreignobject", "base", "form"})


def hostile_team() -> Team:
    """Return one member for each name; each says something to another, and some escalate."""
    members = []
    for number, name in enumerate(NAMES):
        lines = f"- PROVIDES: {NAMES[(number + 1) % 4]}\n- ESCALATES: humans\n- BLOCKS: {NAMES[0]}\n"
        text = f"## Core Capabilities\n- skill: 0.9\n## Communication Priority\n{lines}"
        card = replace(parse_card(text, "X"), id=name, title=name)
        members.append(Member(name, card, 60 * 20))
    return Team(tuple(members))


def hostile_backlog() -> Backlog:
    """Return one task for each name, each waiting for the one before; the last one asks for what nobody can."""
    need = Requirement("skill", "primary", Decimal("0.5"), TIERS["primary"][1])
    lacking = Requirement(NAMES[0], "primary", Decimal("0.5"), TIERS["primary"][1])
    tasks = []
    for number, name in enumerate(NAMES):
        needs = (lacking,) if number == len(NAMES) - 1 else (need,)
        before = (NAMES[number - 1],) if number else ()
        tasks.append(
            Task(name, name, name, "HIGH", "TODO", "", 120, name, needs, before, 1, "backlog.csv", number + 2, ())
        )
    return Backlog(tuple(tasks))


def hostile_plan() -> Plan:
    """Return a plan in which each name's task is with the next name."""
    given = zip(NAMES[:-1], NAMES[1:], strict=True)
    return Plan(tuple(Assignment(task, member) for task, member in given))


class Elements(HTMLParser):
    """The elements, attributes and text of a page, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text.append(data)

    def faults(self) -> list[str]:
        """Return what a page of text and pictures may not have."""
        found = [tag for tag in self.tags if tag in FORBIDDEN]
        found += [f"{tag} {name}" for tag, name, _ in self.attributes if name.startswith("on")]
        loads = {"href", "src", "xlink:href", "action", "data", "srcset", "poster", "formaction"}
        return found + [
            f"{tag} {name}={value}"
            for tag, name, value in self.attributes
            if name in loads and not value.startswith("#")
        ]
