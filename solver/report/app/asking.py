"""What somebody asks the page about the plan that it shows: one task, one pair, the plan as a table, the lines."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Final

from solver.communication.audit.report import communication_report
from solver.communication.picture import picture
from solver.domain.world import World
from solver.errors import InputError
from solver.explanation.progress import progress
from solver.explanation.suggest.suggest import suggest
from solver.explanation.suggest.suggestion import Suggestion
from solver.explanation.timetable import timetable
from solver.explanation.why import explain
from solver.explanation.why_not import why_not
from solver.report.app import blocks
from solver.report.app.answer import changed_world
from solver.report.app.asked import Asked, Message
from solver.report.app.wire import data
from solver.report.explanation.words import suggestion_text, why_not_text
from solver.report.figures import Figure, burn_up, communication_network, gantt, load_heatmap
from solver.report.plan.data import plan_data
from solver.report.text.markup import Safe, clip, join, tag
from solver.study.study import Study
from solver.whatif.scenarios.compare import Row

# So many members are listed for a task; a price is computed anew within so many seconds.
MOST: Final = 40
SECONDS: Final = 15.0


def asked_for(asked: Asked, row: bytes, what: str, words: Mapping[str, str]) -> Iterator[Message]:
    """Yield the answer to a question about the plan that is shown.

    Parameters
    ----------
    asked : Asked
        The workspace and the lines.
    row : bytes
        The plan that is shown, a pickled ``Row``.
    what : str
        One of ``QUESTIONS``.
    words : mapping of str to str
        What it is about: ``task``, ``member``.

    Yields
    ------
    dict
        ``parts`` with one ``answer``, or ``faults``.
    """
    try:
        world, _ = changed_world(asked)
        yield {"parts": {"answer": QUESTIONS[what](world, pickle.loads(row), words)}, "final": True}
    except InputError as error:
        yield {"faults": blocks.faults(error), "final": True}


def _case(world: World) -> Study:
    return Study(world, time_limit=SECONDS)


def _task(world: World, row: Row, words: Mapping[str, str]) -> Safe:
    """Return who has a task or why nobody does, and what it would take for each member."""
    task = next((one for one in world.backlog.open_tasks if one.id == words["task"]), None)
    if task is None or row.result.plan is None:
        return tag("p", f"{clip(words['task'])} is not in the backlog any more.")
    owner = row.result.plan.owner.get(task.id)
    left = next((one for one in row.left if one.task == task.id), None)
    stands = f"{clip(owner, 60)} has it." if owner else f"It stays out: {clip(left.reason, 400) if left else ''}"
    about = f"{task.priority}, {task.estimate_minutes / 60:g} h"
    found = suggest(_case(world), row.result.plan, task.id)
    return join(
        [
            tag("h2", tag("span", clip(task.id, 60)), Safe(" "), tag("small", about), id="task-title"),
            tag("p", clip(task.title)) if task.title else Safe(""),
            tag("p", stands),
            tag("h3", "Who could take it, with everything else as planned"),
            tag("ul", *(_offer(one, owner) for one in found[:MOST]), class_="offers"),
            tag("p", f"{len(found) - MOST} more members.", class_="more") if len(found) > MOST else Safe(""),
            tag("p", tag("button", "Take it out of the backlog", type="button", data_lines=data([f"drop: {task.id}"]))),
        ]
    )


def _offer(one: Suggestion, owner: str | None) -> Safe:
    """Return one member: what stops it, or what the task there would cost, and buttons to pin and to ask."""
    if one.member == owner:
        return tag("li", tag("strong", clip(one.member, 60)), tag("span", "has it"))
    name, said = clip(one.member, 60), "; ".join(suggestion_text(one))
    give = tag(
        "button",
        "give it",
        type="button",
        data_lines=data([f"pin: {one.task}={one.member}"]),
        aria_label=f"give it to {name}",
    )
    ask = tag(
        "button",
        "what if?",
        type="button",
        data_why=data([one.task, one.member]),
        aria_label=f"what if? the exact price for {name}",
    )
    return tag("li", tag("strong", name), tag("span", clip(said, 300)), *([] if one.price is None else [give, ask]))


def _why_not(world: World, row: Row, words: Mapping[str, str]) -> Safe:
    """Return the gate that stops a pair, or its price when everything is planned anew."""
    if row.result.plan is None:
        return tag("p", "There is no plan.")
    return blocks.code(why_not_text(why_not(Study(world, row.result, SECONDS), words["task"], words["member"])))


def _table(world: World, row: Row, words: Mapping[str, str]) -> Safe:
    if row.result.plan is None:
        return tag("p", "There is no plan.")
    return blocks.plan_table(world.backlog, row, explain(_case(world), row.result.plan).assignments)


def _order(world: World, row: Row, words: Mapping[str, str]) -> Safe:
    """Return when everything is worked, and over periods how full they are and what is placed by their ends."""
    if row.result.plan is None:
        return tag("p", "There is no plan.")
    table = timetable(world.team, world.backlog, row.result.plan)
    found = [gantt(table, date.today())] if table and table.stints else []
    calendar = world.team.calendar
    if calendar is not None:
        rows = progress(world.team, world.backlog, row.result.plan)
        data_ = plan_data(world.team, world.backlog, row.result, row.left)
        found += [load_heatmap(data_), burn_up(rows, [one.id for one in calendar.periods])]
    return join([_figure(one) for one in found]) or tag("p", "The plan is too large for a picture of its order.")


def _figure(figure: Figure) -> Safe:
    """Return a picture in a box that can be scrolled by keyboard where the page is narrower."""
    words = {"role": "region", "aria_label": f"{figure.title}, picture", "tabindex": 0}
    return tag("figure", tag("div", Safe(figure.svg), class_="drawing", **words))


def _lines(world: World, row: Row, words: Mapping[str, str]) -> Safe:
    """Return the lines of communication with the hand-offs of the plan."""
    if not any(member.card.communication for member in world.team.members):
        return tag("p", "No card says whom to turn to.")
    report = communication_report(world.team, world.backlog, row.result.plan)
    return _figure(communication_network(picture(world.team, report), report))


Question = Callable[[World, Row, Mapping[str, str]], Safe]
QUESTIONS: Final[dict[str, Question]] = {
    "task": _task,
    "why-not": _why_not,
    "order": _order,
    "plan": _table,
    "lines": _lines,
}
