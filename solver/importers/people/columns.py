"""The columns of a table of people: who, what they can, how well, whom they report to, how many hours."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from solver.importers import languages
from solver.importers.fields import is_secret
from solver.importers.files.table import plain

NAMES: Final = (
    *("name", "full name", "employee name", "employee", "person", "person name"),
    *("member", "member name", "team member"),
    *("staff", "staff name", "staff member", "consultant", "consultant name"),
    *("developer", "developer name", "engineer"),
    *("resource", "resource name", "who", "colleague", "people", "display name", "worker", "worker name", "user name"),
    *("mitarbeiter", "mitarbeiterin", "mitarbeiter/in", "mitarbeitername", "person/rolle"),
    *("nom", "nombre", "collaborateur"),
    *("empleado", "nome", "agent", "agent name", "username", "user", "login"),
    *languages.NAMES,
    *languages.NAMES_HAN,
)
ACCOUNTS: Final = (
    *("employee id", "employeeid", "emp id", "empid", "staff id", "person id", "member id", "user id", "userid", "uid"),
    *("account id", "accountid", "account", "resource id", "consultant id"),
    *("worker id", "employee number", "employee no"),
    *("personnel number", "personalnummer", "personal-nr", "personalnr"),
    *("mitarbeiter-id", "mitarbeiter id", "matricule"),
    *("id", "nr", "github", "github handle", "handle", "jira account id", "agent id", "employee #", "emp no"),
)
FIRST: Final = ("first name", "firstname", "given name", "vorname", "prénom", *languages.FIRST)
LAST: Final = ("last name", "lastname", "surname", "family name", "nachname", *languages.LAST)
SKILLS: Final = (
    *("skill", "skill name", "skills", "capability", "capabilities", "competency", "competencies", "competence"),
    *("technology", "technologies", "skill set", "skillset", "fähigkeit", "fähigkeiten", "kompetenz", "kompetenzen"),
    *("kenntnisse", "compétence", "compétences", "habilidad", "habilidades", "expertise", "tech stack", "key skills"),
    *("core skills", "technical skills", "qualification", "qualifikation", "certification", "role skill"),
    *languages.SKILLS,
)
LEVELS: Final = (
    *("proficiency level", "proficiency", "skill level", "level", "competency level", "expertise level", "rating"),
    *("current level", "actual level", "skill rating", "score", "skill score", "self rating"),
    *("self assessment", "stufe", "niveau", "kenntnisstand"),
    *("bewertung", "nivel", "expertise", "mastery", "grade", "percent", "percentage", "%"),
    *languages.LEVELS,
)
YEARS: Final = (
    *("years of experience", "years experience", "years", "experience years", "experience", "yoe", "jahre", "années"),
    *("berufserfahrung", "exp", "years exp"),
)
MANAGERS: Final = (
    *("manager", "manager name", "reports to", "line manager", "supervisor", "superior", "boss", "managed by"),
    *("manager id", "reports to id", "supervisor id", "team lead", "vorgesetzter", "vorgesetzte", "vorgesetzte/r"),
    *("führungskraft", "responsable", "reporting to", "reporting manager", "direct manager", "parent", "parent id"),
    *languages.MANAGERS,
)
HOURS: Final = (
    *("hours per week", "weekly hours", "hours/week", "hours a week", "h/week", "contract hours", "working hours"),
    *("wochenstunden", "stunden/woche", "std/woche", "capacity (h)", "capacity hours", "limit", "load limit", "hours"),
    *("capacity", "heures par semaine", "available hours", "availability (h)"),
    *languages.HOURS,
)
TEAMS: Final = (
    *("team", "team name", "squad", "department", "group", "abteilung", "gruppe", "équipe", "tribe", "unit"),
    *languages.TEAMS,
)
TITLES: Final = (
    *("role", "job title", "title", "position", "job role", "seniority", "rolle", "funktion", "stelle", "poste", "job"),
    *languages.TITLES,
)
RANKED: Final = re.compile(
    r"(?:skills?|competenc(?:y|ies|e)|technolog(?:y|ies)|expertise|fähigkeit|kompetenz|capabilit(?:y|ies))\s*#?\s*(\d+)"
)
RANKED_LEVEL: Final = re.compile(r"(?:skill )?(?:level|proficiency|rating|score|stufe|niveau)\s*#?\s*(\d+)")
IN_BRACKETS: Final = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
ORDERED: Final = re.compile(
    r"(primary|main|first|core|top|secondary|second|other|additional|tertiary|third)\s+"
    r"(?:skills?|competenc(?:y|ies)|technolog(?:y|ies)|expertise|areas?)"
)
ORDER: Final = {
    **dict.fromkeys(("primary", "main", "first", "core", "top"), 1),
    **dict.fromkeys(("secondary", "second"), 2),
    **dict.fromkeys(("tertiary", "third", "other", "additional"), 3),
}
# Headers that lists of other things than people have as well.
MAIL: Final = re.compile(r"(?:work )?e-?mail(?: address)?")
LOOSE: Final = frozenset(
    {"name", "agent", "agent name", "resource", "who", "user", "login", "username", "people", *languages.FIRST}
)
OF_A_WEEK: Final = re.compile(
    rf"week|woche|semaine|/w|capacity|limit|contract|available|availability|{languages.OF_A_WEEK}"
)
OF_DAYS: Final = frozenset(
    {
        *("from", "to", "until", "start", "end", "start date", "end date", "first", "last", "first day", "last day"),
        *("date", "von", "bis", "day", "days", "beginn", "ende", "datum", "leave", "absence", "urlaub", "reason"),
    }
)
# What a list of work has; a list of people has none of it.
OF_WORK: Final = frozenset(
    {
        *("summary", "issue key", "issue type", "issue id", "priority", "estimate", "story points", "points", "due"),
        *("due date", "sprint", "task", "task id", "task name", "deadline"),
        *("dependencies", "effort", "estimated hours"),
        *("required skills", "required skill", "opportunity id", "story", "ticket", "assignee", "assigned to", "epic"),
        *languages.OF_WORK,
    }
)
# Columns beside skills in a wide table, whatever numbers stand in them.
META: Final = re.compile(
    r"\b(?:hours?|fte|limit|rate|cost|salary|age|years?|yoe|days?|from|until|to|start|end|date|phone|mobile|mail|team|"
    r"department|location|city|country|office|region|status|type|comments?|notes?|remarks?|grade|seniority|capacity|"
    r"availability|available|utili[sz]ation|total|sum|average|avg|mean|count|rank|nr|no|id|url|link|last|updated|joined|"
    r"mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|kw|month|quarter|"
    r"january|february|march|april|may|june|july|august|september|october|november|december|sprint|leave|vacation|"
    r"holidays?|absence|budget|headcount|level|manager|birthday|gender|interest|preference|wants?)\b|\d{4}|^q[1-4]$"
    rf"|{languages.ABOUT}"
)


@dataclass
class PeopleColumns:
    """Where the columns stand; None where there is none. ``rest`` are those that no name explains."""

    person: int | None = None
    account: int | None = None
    first: int | None = None
    last: int | None = None
    skill: int | None = None
    level: int | None = None
    years: int | None = None
    manager: int | None = None
    hours: int | None = None
    team: int | None = None
    title: int | None = None
    ranks: list[tuple[int, int]] = field(default_factory=list)
    rank_levels: dict[int, int] = field(default_factory=dict)
    secrets: list[str] = field(default_factory=list)
    rest: list[int] = field(default_factory=list)

    @property
    def has_person(self) -> bool:
        """Whether a column says who."""
        return self.person is not None or self.account is not None or self.last is not None


def people_columns(header: Sequence[str]) -> PeopleColumns | None:
    """Return the columns of a header; None if it is one of a list of work.

    Examples
    --------
    >>> found = people_columns(("Employee ID", "Name", "E-mail", "Skill 1", "Skill 2", "Reports to"))
    >>> found.account, found.person, found.secrets, found.ranks, found.manager
    (0, 1, ['E-mail'], [(1, 3), (2, 4)], 5)
    """
    # A range or a unit behind a name is no part of it: Level (1-4).
    names = [IN_BRACKETS.sub("", plain(name).replace("_", " ")) for name in header]
    if OF_WORK.intersection(names):
        return None
    found = PeopleColumns()
    used: set[int] = set()
    wanted = (
        *(("person", NAMES), ("account", ACCOUNTS), ("first", FIRST), ("last", LAST), ("skill", SKILLS)),
        *(("level", LEVELS), ("years", YEARS), ("manager", MANAGERS), ("hours", HOURS), ("team", TEAMS)),
        ("title", TITLES),
    )
    for role, words in wanted:
        at = next((names.index(word) for word in words if word in names and names.index(word) not in used), None)
        if at is not None:
            setattr(found, role, at)
            used.add(at)
    for at, name in enumerate(names):
        ranked, ordered, level = RANKED.fullmatch(name), ORDERED.fullmatch(name), RANKED_LEVEL.fullmatch(name)
        if at in used or not name:
            continue
        if is_secret(name, []):
            found.secrets.append(header[at].strip())
        elif level:
            found.rank_levels[int(level[1])] = at
        elif ranked or ordered:
            found.ranks.append((int(ranked[1]) if ranked else ORDER[ordered[1]] if ordered else 1, at))
        else:
            found.rest.append(at)
    if not found.has_person:
        found.person, found.first = found.first, None
    if not found.has_person:
        # Nothing else says who: the part of an address before the @ does.
        mail = next((at for at, name in enumerate(names) if MAIL.fullmatch(name)), None)
        if mail is not None:
            found.person = mail
            found.secrets.remove(header[mail].strip())
    return found


def is_staff_list(columns: PeopleColumns, header: Sequence[str]) -> bool:
    """Return whether a table without skills is one of people: it says to whom they report, or a week's hours, or teams.

    A list of days off is none, and a table with nothing but names and teams only where its names are people's.
    """
    names = [plain(name).replace("_", " ") for name in header]
    if len(OF_DAYS.intersection(names)) > 1:
        return False
    if columns.manager is not None or (columns.hours is not None and OF_A_WEEK.search(names[columns.hours])):
        return True
    is_person = columns.last is not None or (columns.person is not None and names[columns.person] not in LOOSE)
    return is_person and (columns.team is not None or columns.hours is not None)


def is_meta(name: str) -> bool:
    """Return whether a column is about the person rather than a skill of theirs."""
    return META.search(plain(name).replace("_", " ")) is not None
