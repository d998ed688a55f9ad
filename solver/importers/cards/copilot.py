"""Custom agents of Copilot: files that end in .agent.md, with agents and handoffs in their head."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from solver.importers.cards.claude import build, declared, note_file
from solver.importers.files.front_matter import FrontMatter, split_head
from solver.importers.ids import safe_id
from solver.importers.nouns import TAKEN, Intake
from solver.importers.prose.prose_lines import lines_in
from solver.importers.source import Source

NAME: Final = "Copilot agent"
ENDINGS: Final = (".agent.md", ".chatmode.md")
# The editor's own agents, which no team has to name.
BUILTIN: Final = frozenset({"agent", "ask", "edit", "plan", "default"})
IN_BRACKETS: Final = re.compile(r"\(([^()]*)\)")
PERSONA: Final = re.compile(r"[A-Z][a-z]+")
SPEAKS_AS: Final = re.compile(r"\bYou are \*\*([A-Z][a-z]+)\*\*")


def sniff(source: Source) -> str:
    """Return why the file is an agent of Copilot: the end of its name, or its folder and a head."""
    ending = next((end for end in ENDINGS if source.path.name.lower().endswith(end)), "")
    if ending:
        return f"the name ends in {ending}"
    folder = source.path.parent
    if source.path.suffix.lower() == ".md" and (folder.parent.name, folder.name) == (".github", "agents"):
        head = split_head(source.text)
        return "a head with a description in .github/agents" if head and head.text("description") else ""
    return ""


def _card_id(path: Path) -> str:
    """Return the name of the file without its endings."""
    ending = next((end for end in ENDINGS if path.name.lower().endswith(end)), ".md")
    return safe_id(path.name[: -len(ending)])


def read(source: Source) -> Intake:
    """Return the one card; its display name is another name by which the others address it."""
    intake = Intake(source.name, NAME)
    head = split_head(source.text) or FrontMatter(body=source.text)
    card = _card_id(source.path)
    note_file(intake, source, head)
    lines = (*lines_in(head.body, source.name, head.body_line), *declared(head, source.name, BUILTIN))
    intake.facts["handoffs"] = sum(line.verb == "PROVIDES" for line in lines)
    intake.cards.append(build(intake, source, head, card, (head.text("name"),), lines))
    personas = personas_in(head)
    intake.facts["personas_in_body"] = len(personas)
    if personas:
        intake.say(head.body_line, TAKEN, f"{card}: {', '.join(personas)}: voices of this card, no members")
    return intake


def personas_in(head: FrontMatter) -> tuple[str, ...]:
    """Return the names that a card speaks as: in brackets in its description and bold in its text."""
    named = [part.strip() for text in IN_BRACKETS.findall(head.text("description")) for part in text.split(",")]
    found = [name for name in named if PERSONA.fullmatch(name) and f"**{name}**" in head.body]
    return tuple(dict.fromkeys([*found, *SPEAKS_AS.findall(head.body)]))
