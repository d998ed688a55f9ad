"""Tables of people: skills matrices in every shape, org charts, lists with hours; CSV and Excel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from solver.domain.showing import counted
from solver.importers.board.amounts import number_of
from solver.importers.files.table import Row, Table
from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, Ability, ImportedCard, Intake, Line
from solver.importers.people.levels import BLANKS, Scale, fold, scale_of
from solver.importers.people.shapes import HEADER_ROWS, Shape, cell, shape_of
from solver.importers.people.skill_cells import skills_in
from solver.importers.people.weekly import FULL_WEEK, are_shares, weekly_minutes
from solver.importers.prose.named_abilities import DEFAULT_LEVEL
from solver.importers.source import Source

NAME: Final = "people and skills"
KINDS: Final = {
    "long": "a row for each person and skill",
    "listed": "a cell with the skills of each person",
    "ranked": "columns with skills in their order",
    "wide": "a column for each skill",
    "transposed": "a row for each skill, a column for each person",
    "people": "people with their superior, hours or team",
}
# A first, second, third skill without a level.
BY_RANK: Final = (Decimal("0.9"), Decimal("0.8"), Decimal("0.7"))
LAST_RANK: Final = Decimal("0.6")
SUMS: Final = frozenset({"total", "totals", "average", "avg", "summe", "gesamt", "durchschnitt"})


@dataclass
class Person:
    """One person while the rows come in: skills with levels as written, and their place in an order (0 for none)."""

    name: str
    account: str
    line: int
    title: str = ""
    team: str = ""
    manager: str = ""
    manager_line: int = 0
    hours: str = ""
    weekly: int | None = None
    skills: list[tuple[str, str, int, str]] = field(default_factory=list)
    categories: dict[str, list[str]] = field(default_factory=dict)
    spellings: set[str] = field(default_factory=set)


def sniff(source: Source) -> str:
    """Return the shape of a table of people; "" if it is none."""
    for table in _tables(source):
        shape = shape_of(table)
        if shape:
            return f"a table of people, {KINDS[shape.kind]}"
    return ""


def _tables(source: Source) -> Iterator[Table]:
    if source.is_workbook:
        yield from source.sheets.values()
    elif source.table and any(len(cells) > 1 for cells in (source.table.header, *_first_rows(source.table))):
        yield source.table


def _first_rows(table: Table) -> Iterator[tuple[str, ...]]:
    """Yield the cells of the first rows under the first, which may be a title alone."""
    yield from (row.cells for row in table.rows[:HEADER_ROWS])


def read(source: Source) -> Intake:
    """Return a card for each person, with the scale of the levels in the ledger."""
    intake = Intake(source.name, NAME, facts={"rows": 0, "duplicate_pairs": 0, "secret_columns": 0, "levels_stated": 0})
    if source.text:
        intake.facts["no_final_newline"] = int(not source.text.endswith(("\n", "\r")))
    for table in _tables(source):
        shape = shape_of(table)
        if shape:
            read_shape(intake, shape)
    return intake


def read_shape(intake: Intake, shape: Shape) -> None:
    """Put the people of a table into an intake."""
    intake.facts["rows"] += len(shape.rows)
    columns = shape.columns
    intake.facts["secret_columns"] += len(columns.secrets)
    for name in columns.secrets:
        intake.say(shape.header.line, LEFT_OUT, f"column {name!r} looks like a secret or is not needed: dropped")
    people: dict[str, Person] = {}
    if shape.kind == "transposed":
        _across(people, shape)
    else:
        for row in shape.rows:
            person = _person(intake, people, shape, row)
            if person:
                _take_row(person, shape, row)
    unused = [shape.header.cells[at] for at in columns.rest if at not in shape.skills]
    if unused:
        intake.say(shape.header.line, LEFT_OUT, f"columns not used: {', '.join(unused)}")
    scale = _scale(intake, people, shape)
    _years(intake, shape, scale)
    _weeks(intake, shape, people)
    for person in people.values():
        intake.cards.append(_card(intake, person, scale))
        if person.team:
            team = safe_id(person.team)
            intake.groups[team] = (*intake.groups.get(team, ()), intake.cards[-1].id)


def _weeks(intake: Intake, shape: Shape, people: dict[str, Person]) -> None:
    """Read the hours of a week of everybody, which may be shares of one."""
    is_share = are_shares(person.hours for person in people.values())
    if is_share:
        name = shape.header.cells[shape.columns.hours or 0]
        intake.say(shape.header.line, ASSUMED, f"{name!r} are shares of a week of {FULL_WEEK / 60:g} h")
    for person in people.values():
        person.weekly = weekly_minutes(person.hours, is_share=is_share) if person.hours else None
        if person.hours and person.weekly is None:
            intake.say(person.line, LEFT_OUT, f"{person.name}: {person.hours!r} are no hours of a week")


def _across(people: dict[str, Person], shape: Shape) -> None:
    for at, name in shape.skills.items():
        person = people.setdefault(fold(name), Person(name, "", shape.header.line))
        for row in shape.rows:
            if cell(row, 0):
                person.skills.append((cell(row, 0), cell(row, at) or "-", 0, ""))


def _person(intake: Intake, people: dict[str, Person], shape: Shape, row: Row) -> Person | None:
    """Return whom a row is about: by account id first, else by the name as it is written."""
    columns = shape.columns
    names = [cell(row, columns.first), cell(row, columns.last)] if columns.last is not None else []
    name = cell(row, columns.person) or " ".join(filter(None, names))
    if "@" in name and " " not in name:
        name = name.split("@")[0]
    account = cell(row, columns.account)
    key = f"#{account}" if account else name
    if not key or fold(name) in SUMS:
        intake.say(row.line, LEFT_OUT, f"a row about nobody: {name}" if key else "a row without a name")
        return None
    person = people.setdefault(key, Person(name or account, account, row.line))
    person.spellings.add(name or account)
    return person


def _take_row(person: Person, shape: Shape, row: Row) -> None:
    columns = shape.columns
    person.title = person.title or cell(row, columns.title)
    person.team = person.team or cell(row, columns.team)
    person.hours = person.hours or cell(row, columns.hours)
    if cell(row, columns.manager) and not person.manager:
        person.manager, person.manager_line = cell(row, columns.manager), row.line
    if shape.kind == "long" and cell(row, columns.skill):
        person.skills.append((cell(row, columns.skill), cell(row, columns.level), 0, cell(row, columns.years)))
    elif shape.kind == "listed":
        person.skills += [(name, level, 0, "") for name, level in skills_in(cell(row, columns.skill))]
    elif shape.kind == "ranked":
        for rank, at in columns.ranks:
            beside = cell(row, columns.rank_levels.get(rank))
            for name, level in skills_in(cell(row, at)):
                person.skills.append((name, beside or level, 0 if beside else rank, ""))
    elif shape.kind == "wide":
        for at, name in shape.skills.items():
            person.skills.append((name, cell(row, at) or "-", 0, ""))
            if at in shape.categories and cell(row, at):
                person.categories.setdefault(shape.categories[at], []).append(name)


def _scale(intake: Intake, people: dict[str, Person], shape: Shape) -> Scale | None:
    """Return the scale of all levels of the table, said in the ledger with what each is worth."""
    at = shape.columns.level
    header = shape.header.cells[at] if at is not None and shape.kind == "long" else " ".join(shape.skills.values())
    levels = [level for person in people.values() for _, level, _, _ in person.skills if level]
    scale = scale_of(levels, header)
    line = shape.header.line
    if scale and scale.is_stated:
        intake.say(line, ASSUMED, f"levels are {scale.kind}: {scale.mapping()}")
        for text in scale.unknown:
            intake.say(line, LEFT_OUT, f"{text!r} is no level on this scale: the skill is at {DEFAULT_LEVEL}")
        if scale.kind == "words":
            _count_words(intake, levels, scale)
    elif levels and scale is None:
        seen = ", ".join(sorted(set(map(fold, levels)))[:8])
        intake.say(line, LEFT_OUT, f"levels on no one scale ({seen}): every skill is at {DEFAULT_LEVEL}")
    elif any(person.skills for person in people.values()):
        ranks = ", ".join(f"{number}. = {score}" for number, score in enumerate(BY_RANK, start=1))
        how = f"by their order: {ranks}, later = {LAST_RANK}" if shape.kind == "ranked" else f"at {DEFAULT_LEVEL}"
        intake.say(line, ASSUMED, f"no levels are stated: every skill that somebody has is {how}")
    return scale


def _count_words(intake: Intake, levels: list[str], scale: Scale) -> None:
    seen = Counter(fold(level) for level in levels if scale.score(level) is not None)
    intake.distinct.setdefault("level_words", set()).update(seen)
    for word, count in seen.items():
        name = f"level_{word.replace(' ', '_')}"
        intake.facts[name] = intake.facts.get(name, 0) + count


def _years(intake: Intake, shape: Shape, scale: Scale | None) -> None:
    """Remark the highest level after a year or less: worth a look, no fault."""
    columns = shape.columns
    if columns.years is None or columns.level is None or scale is None or shape.kind != "long":
        return
    found = []
    for row in shape.rows:
        years = number_of(cell(row, columns.years))
        if scale.score(cell(row, columns.level)) == 1 and years is not None and years <= 1:
            found.append(row.line)
    intake.facts["expert_with_one_year"] = intake.facts.get("expert_with_one_year", 0) + len(found)
    if found:
        shown = ", ".join(map(str, found[:10])) + (f" and {len(found) - 10} more" if len(found) > 10 else "")
        places = f"line {shown}" if len(found) == 1 else f"lines {shown}"
        intake.say(found[0], TAKEN, f"the highest level after a year or less, {counted(len(found), 'row')}: {places}")


def _card(intake: Intake, person: Person, scale: Scale | None) -> ImportedCard:
    name = safe_id(person.name)
    if len(person.spellings) > 1:
        others = ", ".join(sorted(person.spellings - {person.name}))
        intake.say(person.line, TAKEN, f"{name}: also written {others}, joined by the account id {person.account}")
    abilities: dict[str, Ability] = {}
    for skill, level, rank, _ in person.skills:
        ability = _ability(skill, level, rank, scale)
        if ability is None:
            continue
        if ability.name in abilities:
            intake.facts["duplicate_pairs"] += 1
            text = f"{name}: {ability.name} stands twice, the higher level is taken"
            intake.say(person.line, LEFT_OUT, text)
            if ability.score <= abilities[ability.name].score:
                continue
        abilities[ability.name] = ability
    lines: tuple[Line, ...] = ()
    if person.manager and fold(person.manager) not in {fold(person.name), fold(person.account)}:
        lines = (Line("REPORTS TO", person.manager, intake.file, person.manager_line, (person.manager,)),)
    return ImportedCard(
        name,
        intake.file,
        person.line,
        title=person.title,
        account=person.account,
        abilities=tuple(abilities.values()),
        skills=tuple((category, tuple(names)) for category, names in person.categories.items()),
        lines=lines,
        names=tuple(dict.fromkeys(other for other in (person.name, person.account) if other and other != name)),
        weekly_minutes=person.weekly,
        is_person=True,
    )


def _ability(skill: str, level: str, rank: int, scale: Scale | None) -> Ability | None:
    """Return a skill with its score; None where the cell says that the person does not have it."""
    name = " ".join(skill.split())
    score = scale.score(level) if scale else None
    if scale and not scale.is_stated and rank == 0 and level:
        return Ability(name, DEFAULT_LEVEL, is_stated=False) if score is not None else None
    if score is not None and scale and scale.is_stated:
        return Ability(name, score)
    if level and fold(level) in BLANKS:
        return None
    if rank:
        return Ability(name, BY_RANK[rank - 1] if 0 < rank <= len(BY_RANK) else LAST_RANK, is_stated=False)
    return Ability(name, DEFAULT_LEVEL, is_stated=False)
