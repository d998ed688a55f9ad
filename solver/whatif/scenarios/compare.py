"""Base and scenarios side by side; every row is a plan of the changed team."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from solver.assignment.of_world import plan_terms, solve_world
from solver.assignment.result import Result
from solver.changes.catalogue import apply, apply_all
from solver.changes.change import Change, Scenario
from solver.communication.escalation.routes import escalations
from solver.communication.layers import contact_layer
from solver.communication.lines.channels import read_lines
from solver.communication.measures.bottlenecks import cut_vertices
from solver.communication.measures.transit import transit_lost
from solver.domain.plan import Plan
from solver.domain.showing import counted, shown
from solver.domain.tasks import PRIORITIES
from solver.domain.team import Team
from solver.domain.world import World
from solver.explanation.diff import Diff, diff_plans
from solver.explanation.terms.in_time import PlanLines
from solver.explanation.unassigned.reason import unassigned
from solver.explanation.unassigned.task import Unassigned
from solver.matching.build import minutes
from solver.study.study import NEAR, Study, solved
from solver.whatif.engines import run_some
from solver.whatif.raised import raised


@dataclass(frozen=True)
class Row:
    """One scenario, measured.

    ``placed`` counts tasks by priority class; ``fit_units`` are hours times fit, whatever the weight, and ``terms``
    the terms of the quality, both in thousandths of an hour; ``loads`` are member, minutes given and load limit;
    ``left`` says why tasks stayed out; ``moves`` is this plan less the base's, None if either is missing.
    ``escalation`` is each member's standing; ``bottlenecks`` are the members without whom others lose each other, with
    how many ordered pairs do, and ``cut_vertices`` those without whom the contacts fall apart. ``periods`` are the ids
    of the periods, none for one window; ``is_near`` says that the plan keeps to the base's, which is not proved.
    """

    name: str
    changes: tuple[str, ...]
    result: Result
    placed: tuple[tuple[str, int], ...]
    fit_units: int
    terms: tuple[tuple[str, int], ...]
    loads: tuple[tuple[str, int, int], ...]
    left: tuple[Unassigned, ...]
    left_minutes: int
    moves: Diff | None
    escalation: tuple[tuple[str, str], ...]
    bottlenecks: tuple[tuple[str, int], ...]
    cut_vertices: tuple[str, ...]
    periods: tuple[str, ...] = ()
    is_near: bool = False

    @property
    def values(self) -> dict[str, int]:
        """The value of each level."""
        return {level.name: level.value for level in self.result.levels}

    @property
    def impossible(self) -> tuple[str, ...]:
        """The tasks that nobody can, may or has the hours to take, whatever else is planned."""
        return tuple(one.task for one in self.left if one.gate in {"can", "allowed", "available"})

    @property
    def cut_off(self) -> tuple[str, ...]:
        """The members without a covered way to escalate."""
        return tuple(member for member, status in self.escalation if status != "covered")

    def __repr__(self) -> str:
        """Answer "what is this?" in ten lines."""
        tasks = counted(sum(count for _, count in self.placed), "task")
        placed = f"{tasks} placed, {self.left_minutes / 60:g} h stay out"
        moves = [f"tasks that move: {self.moves.moves}"] if self.moves else []
        said = [*self.changes, *moves, f"fit {self.fit_units / 1000:g} h"]
        said += [f"nobody can take {task}" for task in self.impossible]
        said += [f"{who} cannot escalate" for who in self.cut_off]
        return shown(f"Row {self.name}: {self.result.status}, {placed}", said)


def compare_scenarios(
    world: World,
    scenarios: tuple[Scenario, ...],
    *,
    time_limit: float = 60.0,
    seed: int = 0,
    workers: int | None = 1,
    cluster: str | None = None,
) -> tuple[Row, ...]:
    """Return the base and each scenario.

    Parameters
    ----------
    world : World
        The base.
    scenarios : tuple of Scenario
        Each applied to the base, not to each other.
    time_limit : float
        Seconds for each plan.
    seed : int
        Of each search.
    workers : int, optional
        Processes; the rows are the same whatever the number.
    cluster : str, optional
        The address of a Dask scheduler, instead of processes of this machine.

    Returns
    -------
    tuple of Row
        The base first; without those that were not planned when somebody wanted what there was.

    Raises
    ------
    InputError
        With every change that cannot be made, before anything is solved.
    """
    apply_all(world, scenarios)
    base = solved(world, time_limit=time_limit, seed=seed)
    if base.result.stopped == "interrupt" and base.result.plan is None:
        raise KeyboardInterrupt
    found = run_some(partial(_row, base), scenarios, workers=workers, cluster=cluster)
    better = raised(base, [row.result for row in found.values()])
    first = _measured(better, Scenario("base", ()))
    return first, *(found.values() if better is base else (against(first, row) for row in found.values()))


def _row(base: Study, scenario: Scenario) -> Row:
    """Return one row, planned from the base and compared with it."""
    study = base.nearest(apply(base.world, scenario.changes))
    if study.result.stopped == "interrupt":
        raise KeyboardInterrupt
    return replace(_measured(study, scenario), moves=_moves(base.result.plan, study.result.plan, study.periods))


def against(base: Row, row: Row) -> Row:
    """Return a row with its plan less the base's."""
    return replace(row, moves=_moves(base.result.plan, row.result.plan, row.periods))


def _moves(before: Plan | None, after: Plan | None, periods: tuple[str, ...]) -> Diff | None:
    return diff_plans(before, after, periods=periods) if before and after else None


def measured(
    case: tuple[Scenario, World],
    time_limit: float,
    seed: int = 0,
    start: Plan | None = None,
    base: Study | None = None,
) -> Row:
    """Return one row, not yet compared with the base.

    Parameters
    ----------
    case : (Scenario, World)
        The scenario, and the world that it makes.
    time_limit : float
        Seconds for the plan, above 0.
    seed : int
        Of the search.
    start : Plan, optional
        A plan to start from; one that breaks a rule is left aside.
    base : Study, optional
        The plan that this one is compared with: one over periods that is not proved is kept to, as scenarios keep to
        it; of plans that are worth the same it is one that moves little.

    Returns
    -------
    Row
        With no moves.

    Raises
    ------
    KeyboardInterrupt
        If somebody stopped the search: a row is whole or not there, but for the base as far as it was.
    """
    scenario, world = case

    def search() -> Study:
        return Study(world, solve_world(world, time_limit=time_limit, seed=seed, start=start), time_limit, seed)

    found = replace(base, time_limit=time_limit, seed=seed).nearest(world, search) if base else search()
    if found.result.stopped == "interrupt" and (scenario.changes or found.result.plan is None):
        # A row is whole or not there.
        raise KeyboardInterrupt
    return _measured(found, scenario)


def _measured(study: Study, scenario: Scenario) -> Row:
    """Return what a plan is worth, not yet compared with the base."""
    world, result, plan = study.world, study.result, study.best
    nouns = (world.team, world.backlog)
    left = unassigned(*nouns, plan) if result.plan else ()
    unweighted = replace(world, weights=replace(world.weights, fit=Decimal(1)))
    hours = {task.id: task.estimate_minutes for task in world.backlog.open_tasks}
    return Row(
        scenario.name,
        tuple(map(str, scenario.changes)),
        result,
        _placed(world, plan),
        plan_terms(unweighted, plan)["fit"],
        tuple(plan_terms(world, plan).items()) if result.plan else (),
        _loads(world, plan),
        left,
        sum(hours[one.task] for one in left),
        None,
        *_communication(world.team),
        study.periods,
        study.how == NEAR,
    )


def _placed(world: World, plan: Plan) -> tuple[tuple[str, int], ...]:
    """Return how many tasks are placed of each class that has any."""
    owner = plan.owner
    every = Counter(task.priority for task in world.backlog.open_tasks)
    count = Counter(task.priority for task in world.backlog.open_tasks if task.id in owner)
    return tuple((name, count[name]) for name in PRIORITIES if every[name])


def _loads(world: World, plan: Plan) -> tuple[tuple[str, int, int], ...]:
    read, members = PlanLines.of(world.team, world.backlog, plan), {one.id: one for one in world.team.members}
    given = dict.fromkeys(members, 0)
    for line in read.lines:
        given[line.member] += minutes(members[line.member], read.piece(line).estimate_minutes)
    return tuple((name, given[name], one.load_limit_minutes) for name, one in members.items())


def _communication(
    team: Team,
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, int], ...], tuple[str, ...]]:
    """Return who can escalate, whom others need to reach each other, and without whom contacts fall apart."""
    lines = read_lines(team)
    layer = contact_layer(team, lines)
    standing = tuple((one.member, one.status) for one in escalations(team, lines))
    counts = transit_lost(layer) or {}
    lost = sorted(((name, count) for name, count in counts.items() if count), key=lambda one: -one[1])
    return standing, tuple(lost), tuple(sorted(cut_vertices(layer)))


def each_away(world: World) -> tuple[Scenario, ...]:
    """Return one scenario for each member in which it is away."""
    return tuple(Scenario(f"without {one.id}", (Change("remove", one.id),)) for one in world.team.members)


def worst_first(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """Return the base, then the rows from the worst to the best, level by level."""
    base, *others = rows
    names = list(base.values)
    return (base, *sorted(others, key=lambda row: [row.values.get(name, -(10**9)) for name in names]))
