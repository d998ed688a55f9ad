"""A plan with the world that it was made for: tables of it, and answers to questions about it, in one call each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd

from solver.assignment.result import Result
from solver.assignment.solve import solve
from solver.changes.catalogue import apply
from solver.changes.change import Change, Scenario
from solver.desk import questions, tables
from solver.desk.said import changes_of
from solver.domain.naming import Nearest
from solver.domain.plan import Plan
from solver.domain.world import World
from solver.errors import Fault, InputError
from solver.explanation.diff import Diff, diff_plans
from solver.explanation.unassigned.reason import unassigned
from solver.report.forms.answers import Answer
from solver.report.plan.data import plan_data
from solver.report.plan.text import plan_lines
from solver.stopping import Clock
from solver.study.study import Study

if TYPE_CHECKING:
    from solver.report.figures.kit import Figure


@dataclass(frozen=True)
class Planning:
    """The best plan that was found for a world, and how it was asked for.

    ``said`` is what was assumed about the input and what is odd about it; ``options`` go to every search. A what-if
    has the ``changes`` that made it and the planning that it is a what-if of, ``base``.
    """

    world: World
    result: Result
    said: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    base: Planning | None = None

    @property
    def status(self) -> str:
        """How the search ended: optimal, feasible, infeasible or unknown."""
        return self.result.status

    @property
    def plan(self) -> Plan:
        """Who has what; empty where no plan was found."""
        return self.result.plan or Plan(())

    @cached_property
    def data(self) -> dict[str, Any]:
        """What ``plan.json`` holds of it, but for where it came from."""
        left = unassigned(self.world.team, self.world.backlog, self.plan) if self.result.plan else ()
        return plan_data(self.world.team, self.world.backlog, self.result, left)

    @property
    def assignments(self) -> pd.DataFrame:
        """A row for each assignment: hours are the member's own, fit and preference run from 0 to 1.

        With periods a part or a seat has a row of its own, with its first and its last day.
        """
        return tables.assignment_table(self.data, dated=self.world.team.calendar is not None)

    @property
    def left_out(self) -> pd.DataFrame:
        """A row for each task that stays out: its title, class and hours, the gate that stops it, and the reason."""
        return tables.left_out_table(self.data)

    @property
    def loads(self) -> pd.DataFrame:
        """A row for each member, in each period where there are some: hours given and the load limit."""
        return tables.load_table(self.data)

    @property
    def levels(self) -> pd.DataFrame:
        """A row for each level: its value, the bound that no plan can beat, the gap; quality in hours."""
        return tables.level_table(self.data)

    @property
    def moves(self) -> Diff | None:
        """What is different from the plan that this is a what-if of; None where it is none or one has no plan."""
        if self.base is None or self.base.result.plan is None or self.result.plan is None:
            return None
        return diff_plans(self.base.result.plan, self.result.plan, periods=self._periods)

    def board(self) -> Figure:
        """Return the picture of who has what, members x periods where there are some."""
        from solver.report.figures import assignment_board, period_board

        return (period_board if self._periods else assignment_board)(self.data)

    def gantt(self, today: date | None = None) -> Figure:
        """Return the picture of when everything is worked, with a line at today if it is given.

        Raises
        ------
        ValueError
            If nothing is placed, or so much that no picture shows it.
        """
        from solver.explanation.timetable import timetable
        from solver.report.figures import gantt

        table = timetable(self.world.team, self.world.backlog, self.plan)
        if table is None:
            raise ValueError("nothing is placed, or more than a picture shows")
        return gantt(table, today)

    def heat(self) -> Figure:
        """Return the picture of how full everybody is: members x periods, or a bar for each member in one window."""
        from solver.report.figures import load_bars, load_heatmap

        return (load_heatmap if self._periods else load_bars)(self.data)

    def burn_up(self) -> Figure:
        """Return the picture of the value placed by the end of each period, by class."""
        from solver.explanation.progress import progress
        from solver.report.figures import burn_up

        return burn_up(progress(self.world.team, self.world.backlog, self.plan), self._periods or ["the window"])

    @property
    def _periods(self) -> list[str]:
        return [one["id"] for one in self.data.get("periods", ())]

    def why(self, name: str) -> Answer:
        """Return why a task or a member is as it is, and who could have the task instead at what price.

        Parameters
        ----------
        name : str
            A task or a member.

        Returns
        -------
        Answer
            Shows itself in words; ``frame`` has it as rows.

        Raises
        ------
        InputError
            If nothing is called that; with the closest name.
        """
        self._known(name, (*self._tasks, *self._members), "task or member")
        return questions.why(self._asked, name, self._clock)

    def why_not(self, task: str, member: str) -> Answer:
        """Return what stops a member from having a task, or what it costs, and the smallest change that allows it."""
        self._known(task, self._tasks, "task")
        self._known(member, self._members, "member")
        return questions.why_not(self._asked, task, member, self._clock)

    def suggest(self, task: str) -> Answer:
        """Return who could take a task and what each would cost, the best first."""
        self._known(task, self._tasks, "task")
        return questions.suggest(self._asked, task, self._clock)

    def whatif(self, **changes: Any) -> Planning:
        """Return the plan of the same world with changes; nothing of this one is altered.

        Parameters
        ----------
        **changes
            By kind, as on the command line: a text, a list of texts, or a mapping where the kind has a value:
            ``remove="ADA"``, ``capacity={"BOB": 50}``, ``train="BOB:sql=0.8"``.

        Returns
        -------
        Planning
            With ``moves`` against this one.

        Raises
        ------
        InputError
            With every change that cannot be made.
        TypeError
            If a keyword is no kind of change.
        """
        made = changes_of(changes)
        world = apply(self.world, made)
        return Planning(world, self._beside(world), (), self.options, made, self)

    def _beside(self, world: World) -> Result:
        """Return a changed world's plan that moves no more than it must, as the command does.

        Whoever asks for an engine is given what it finds.
        """

        def search() -> Study:
            return Study(world, solve(world.team, world.backlog, world.weights, **self.options))

        is_usual = self.options.keys() <= {"time_limit", "seed"}
        mine = Study(self.world, self.result, **self._search)
        return (mine.nearest(world, search) if is_usual else search()).result

    def compare(self, scenarios: Mapping[str, Mapping[str, Any]], *, minus_base: bool = False) -> pd.DataFrame:
        """Return one line for each scenario beside this plan, as ``teamwright whatif`` compares them.

        Parameters
        ----------
        scenarios : mapping of str to mapping
            By name, changes as in ``whatif``.
        minus_base : bool
            Whether numbers are scenario minus base.

        Returns
        -------
        pandas.DataFrame
            Indexed by scenario, the base first; hours say so in their names.
        """
        from solver.report.whatif.frames import scenario_frame
        from solver.whatif.scenarios.compare import compare_scenarios

        named = tuple(Scenario(name, changes_of(said)) for name, said in scenarios.items())
        return scenario_frame(compare_scenarios(self.world, named, **self._search), minus_base=minus_base)

    def sweep(self, **axes: Any) -> pd.DataFrame:
        """Return one line for each combination of settings.

        Parameters
        ----------
        **axes
            As in ``whatif``, with lists and ranges in the texts: ``capacity="BOB=20..60:10"``, ``remove="ADA,none"``.

        Returns
        -------
        pandas.DataFrame
            A column for each axis, then status, placed tasks by class, quality and hours.
        """
        from solver.report.whatif.frames import sweep_frame
        from solver.whatif.sweeps.axes import axes_of, grid
        from solver.whatif.sweeps.sweep import sweep

        found = axes_of(changes_of(axes))
        return sweep_frame(sweep(self.world, found, grid(found), workers=1, **self._search))

    @property
    def _search(self) -> dict[str, Any]:
        return {name: self.options[name] for name in ("time_limit", "seed") if name in self.options}

    @property
    def _asked(self) -> Study:
        return Study(self.world, self.result, time_limit=self._seconds * questions.ONE_PLAN)

    @property
    def _clock(self) -> Clock:
        return Clock(self._seconds * questions.QUESTIONS)

    @property
    def _seconds(self) -> float:
        return float(min(self.options.get("time_limit", questions.ANSWER), questions.ANSWER))

    @property
    def _tasks(self) -> list[str]:
        return [one.id for one in self.world.backlog.open_tasks]

    @property
    def _members(self) -> list[str]:
        return self.world.names

    def _known(self, name: str, names: Collection[str], what: str) -> None:
        """Raise with the closest name if there is none of that name."""
        if name not in names:
            near = sorted(names)
            said, close = self.world.backlog.missing(name, near) if "task" in what else ("", Nearest(near).maybe(name))
            expected = f"an open {what}{said}" if said else f"a {what} that is there"
            raise InputError((Fault("plan", 1, expected, repr(name), close),))

    def __repr__(self) -> str:
        """Return the plan as ``teamwright plan`` prints it; of a what-if first what changed and what moves."""
        return "\n".join([*self._changed(), *plan_lines(self.data)])

    def _repr_html_(self) -> str:
        """Return what stays out and what changed, then the board."""
        from solver.report.reprs import planning_html

        return planning_html(self.data, self._changed()) + self.board()._repr_html_()

    def _changed(self) -> list[str]:
        from solver.report.explanation.words import diff_text

        moved = diff_text(self.moves) if self.moves else []
        return [*(f"What if {one}" for one in self.changes), *moved]
