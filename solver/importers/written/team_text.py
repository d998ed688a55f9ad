"""Writes ``team.yaml``: who is there, for how long, and when they are away."""

from __future__ import annotations

from collections.abc import Iterator

from solver.importers.board.states import OVER
from solver.importers.join import Joined, accepted_of
from solver.importers.nouns import ASSUMED, LEFT_OUT, Entry, ImportedTask, Leave
from solver.importers.proposed.proposals import Proposal
from solver.importers.settings import Settings
from solver.importers.sizing import hours
from solver.importers.window import SPRINT_WEEKS, WEEK_MINUTES, Window, window_of
from solver.importers.written.yaml_text import quoted

FILE = "team.yaml"
# Of a list in weeks, such as staffing, the plan is for a year.
YEAR_OF_WEEKS = 52
LONG_MINUTES = 4 * WEEK_MINUTES


def window_for(joined: Joined, settings: Settings) -> Window | None:
    """Return the days that the plan is for; None where no file names a day that is not over, or work takes weeks."""
    weeks = weeks_of(joined, settings)
    return None if weeks > 12 else window_of(_opened(joined), joined.leave, weeks, settings.window_from, joined.latest)


def weeks_of(joined: Joined, settings: Settings) -> int:
    """Return how many weeks the plan is for: as the user says, a year of positions, two weeks of sprints, else one."""
    if settings.weeks:
        return settings.weeks
    sizes = sorted(one.size.left for one in joined.tasks if one.size.left and one.task.state not in OVER)
    if sizes and sizes[len(sizes) // 2] >= LONG_MINUTES:
        return YEAR_OF_WEEKS
    return 2 if any(task.sprint for task in _opened(joined)) else 1


def _opened(joined: Joined) -> list[ImportedTask]:
    return [one.task for one in joined.tasks if one.task.state not in OVER]


def is_dated(joined: Joined, settings: Settings) -> bool:
    """Return whether periods with dates are written: as the user says, else for plans of more than one sprint."""
    wanted = weeks_of(joined, settings) > SPRINT_WEEKS if settings.dated is None else settings.dated
    return wanted and window_for(joined, settings) is not None


def team_text(joined: Joined, settings: Settings, names: dict[str, str], ledger: list[Entry]) -> str:
    """Return the file; what it assumes goes into the ledger."""
    weeks, window = weeks_of(joined, settings), window_for(joined, settings)
    lines = ["# Written by the import from what the files say; change what you like, a second import keeps it."]
    lines += [
        "hours_per_day: 8",
        f"unestimated: {hours(settings.unsized)}              # hours of a task without a size",
    ]
    dated = is_dated(joined, settings)
    lines += _dated(window, ledger) if window and dated else _undated(weeks, window, ledger)
    leave = _leave_of(joined, ledger)
    if joined.cards:
        lines.append("roster:")
        for card in joined.cards:
            each = min(weeks, SPRINT_WEEKS) if dated else weeks
            own = "" if card.weekly_minutes is None else f", limit: {hours(card.weekly_minutes * each)}"
            away, said = _away(names[card.id], leave.get(card.id, []), window, dated, ledger)
            lines.append(f"  - {{id: {quoted(names[card.id])}{own}{away}}}{said}")
    return "\n".join([*lines, *_groups(joined, names), *_pins(joined, names)]) + "\n"


def _dated(window: Window, ledger: list[Entry]) -> Iterator[str]:
    text = f"the plan is for {window.first} to {window.last}, {window.why}; say window_from: and weeks: in import.yaml"
    ledger.append(Entry(FILE, 4, ASSUMED, text))
    ledger.append(
        Entry(FILE, 4, ASSUMED, "each member has 8 h a day, five days a week; say limit: or week: in team.yaml")
    )
    yield f"# The plan is for {window.first} to {window.last}: {window.why}."
    yield "calendar: {hours_per_day: 8, workdays: [mon, tue, wed, thu, fri]}"
    yield "periods:"
    yield from (f"  - {{id: {name}, start: {first}, end: {last}}}" for name, first, last in window.periods())


def _undated(weeks: int, window: Window | None, ledger: list[Entry]) -> Iterator[str]:
    if window:
        text = (
            f"the plan is for {window.first} to {window.last}, {window.why}; say window_from: or weeks: in import.yaml"
        )
        ledger.append(Entry(FILE, 4, ASSUMED, f"{text}; dated: true makes due dates and order count"))
        yield f"# The plan is for {window.first} to {window.last}: {window.why}."
    said = f"{weeks} weeks" if weeks > 1 else "one week"
    text = f"each member has {40 * weeks} h: {said} of 40 h; say weeks: in import.yaml, or limit: in team.yaml"
    ledger.append(Entry(FILE, 4, ASSUMED, text))
    yield f"limit: {40 * weeks}                 # hours of each member; {said} of 40 h, which no file states"


def _leave_of(joined: Joined, ledger: list[Entry]) -> dict[str, list[Leave]]:
    found: dict[str, list[Leave]] = {}
    for one in joined.leave:
        member = joined.people.find("", one.person)
        if member:
            found.setdefault(member, []).append(one)
            continue
        like = joined.people.like(one.person)
        if like:
            joined.proposals.append(Proposal("person", one.person, like, "", "a name in the list of leave"))
        text = f"leave of {one.person}, who has no card{f'; maybe {like}' if like else ''}"
        ledger.append(Entry(one.file, one.line, LEFT_OUT, text))
    return found


def _away(name: str, leave: list[Leave], window: Window | None, dated: bool, ledger: list[Entry]) -> tuple[str, str]:
    """Return a member's leave as a part of the line and a comment; what lies outside of the plan is told."""
    kept = [one for one in leave if window and one.last >= window.first.isoformat()]
    kept = [one for one in kept if dated or (window and one.first <= window.last.isoformat())]
    for one in leave:
        if one not in kept:
            why = f"none of {one.first} to {one.last} is in the plan" if window else "the plan has no dates"
            ledger.append(Entry(one.file, one.line, LEFT_OUT, f"leave of {name}: {why}"))
    if dated:
        for one in (each for each in kept if each.minutes):
            text = f"leave of {name}: {one.minutes / 60:g} h of {one.first}; with dates leave is whole days"
            ledger.append(Entry(one.file, one.line, LEFT_OUT, text))
        kept = [one for one in kept if not one.minutes]
    days = [one.first if one.first == one.last else f"{one.first}..{one.last}" for one in kept]
    if not kept or window is None:
        return "", ""
    if dated:
        return f", leave: [{', '.join(days)}]", ""
    minutes = window.away_minutes(kept)
    text = f"{name}: {minutes / 60:g} h of leave in {window.first} to {window.last}"
    ledger.append(Entry(kept[0].file, kept[0].line, ASSUMED, text))
    return f", leave: {hours(minutes)}", f"    # {', '.join(days)}"


def _groups(joined: Joined, names: dict[str, str]) -> Iterator[str]:
    groups = {
        group: [names[member] for member in members if member in names] for group, members in joined.groups.items()
    }
    if any(groups.values()):
        yield "groups:"
        yield from (
            f"  {quoted(group)}: [{', '.join(map(quoted, members))}]" for group, members in groups.items() if members
        )


def _pins(joined: Joined, names: dict[str, str]) -> Iterator[str]:
    """Yield the members that the user accepted for tasks, as pins."""
    found = [one for one in accepted_of(joined, "member") if one.proposal in names]
    if found:
        yield "rules:"
        yield "  pins:"
        yield from (f"    - {{task: {quoted(one.subject)}, member: {quoted(names[one.proposal])}}}" for one in found)
