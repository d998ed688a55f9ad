"""The families of strangers' files: read this first. Each is a module; the first that knows a file reads it.

A family has ``NAME`` (as reports call it), ``sniff(source)``, the reason why the shape of the file is its own or "",
and ``read(source)``, what the file gives. A file that no family knows is left out by its name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from solver.importers.card_families import CARD_FAMILIES
from solver.importers.files.documents import is_document
from solver.importers.nouns import ImportedCard, ImportedTask, Intake
from solver.importers.people import leave
from solver.importers.proposed.like_names import like_names
from solver.importers.proposed.likely_needs import likely_needs
from solver.importers.proposed.named_needs import named_needs
from solver.importers.proposed.proposals import Proposal
from solver.importers.prose.channel_counts import over_all, settle
from solver.importers.source import Source
from solver.importers.trackers import (
    agents_json,
    azure,
    backlog_md,
    boards,
    custom,
    github,
    gitlab,
    jira,
    jira_json,
    linear,
    projects,
    sprint_status,
    staffing,
    trello_json,
)


class Family(Protocol):
    """What a module must have to be a family."""

    NAME: str

    def sniff(self, source: Source) -> str:
        """Return why the file is of this family, in words for the user; "" if it is not."""

    def read(self, source: Source) -> Intake:
        """Return what the file gives. A file that is broken in part is read as far as possible, with ledger lines."""


# Most particular first: of two families that know a file, the first reads it.
FAMILIES: Final[tuple[Family, ...]] = (
    *(jira, jira_json, github, projects, gitlab, linear, azure, boards, trello_json),
    *(agents_json, backlog_md, sprint_status, staffing, leave),
    *CARD_FAMILIES,
    custom,
)

# What is done once all files are read, before anything is written or counted: ids of cards, names in their lines.
SETTLE: Final[tuple[Callable[[list[Intake]], None], ...]] = (settle, staffing.settle)

# Counts that only all files together show, such as channels resolved: they stand in the totals over the sums.
TOTALS: Final[tuple[Callable[[list[Intake]], dict[str, int]], ...]] = (over_all,)

# What is proposed about the tasks from the cards' own words: requirements that score and never gate.
PROPOSE: Final[tuple[Callable[[list[ImportedCard], list[ImportedTask]], Iterable[Proposal]], ...]] = (
    named_needs,
    likely_needs,
    like_names,
)


def family_of(source: Source) -> tuple[Family | None, str]:
    """Return the family that knows a file, with its reason; None and "" if none does. Documents are of none.

    Where the user says what a file holds, only families of that kind are asked.
    """
    if is_document(source.name):
        return None, ""
    kind = source.settings.part(source.name).kind
    for family in FAMILIES:
        reason = family.sniff(source) if kind in (None, _kind(family)) else ""
        if reason:
            return family, reason
    return (custom, "tasks, as import.yaml says") if kind == "tasks" and source.header else (None, "")


def _kind(family: Family) -> str:
    if family is leave:
        return "leave"
    return "people" if family in CARD_FAMILIES else "tasks"
