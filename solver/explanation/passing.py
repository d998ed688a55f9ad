"""Who passes the gates for a task, as arrays over the members: what equal tasks ask for is worked out once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from solver.domain.tasks import Backlog, Requirement, Task
from solver.domain.team import Team
from solver.matching.pairs.fit import shortfalls
from solver.matching.pairs.vocabulary import effective_scores

Members = NDArray[np.bool_]
# Scores and weights are whole numbers of their finest decimal, so that ties are ties; finer ones are floats.
MOST_DECIMALS: Final = 7


@dataclass(frozen=True)
class Met:
    """One minimum: who reaches it, how much everybody is short of it, and what everybody has, in common units."""

    able: Members
    short: NDArray[Any]
    have: NDArray[Any]


class Passing:
    """The gates of every member, task by task.

    Parameters
    ----------
    team : Team
        The members, in whose order each array is, shape (n_members,).
    backlog : Backlog
        What is done keeps some members from what needs another member.
    """

    def __init__(self, team: Team, backlog: Backlog) -> None:
        self.team, self.backlog = team, backlog
        self.row = {member.id: number for number, member in enumerate(team.members)}
        self.limit = np.array([member.load_limit_minutes for member in team.members], dtype=np.int64)
        self.scores = [effective_scores(member.card, team.vocabulary) for member in team.members]
        # Python's own integers: an estimate times a pace is exact whatever its decimals.
        self._pace = np.array([member.pace.as_integer_ratio() for member in team.members], dtype=object).reshape(-1, 2)
        self._by_name = np.argsort(np.argsort([member.id for member in team.members], kind="stable"), kind="stable")
        self._held = [
            {(one.verb.casefold(), one.object.casefold()) for one in m.card.permissions} for m in team.members
        ]
        self._barred = _barred(team, backlog, self.row)
        needs = {need.minimum for task in backlog.open_tasks for need in task.requirements}
        scores = {score for one in self.scores for score in one.values()}
        self._places = max(map(_decimals, needs | scores), default=0)
        self._scale: Any = np.int64 if self._places <= MOST_DECIMALS else np.float64
        self._kinds: dict[tuple[Requirement, ...], int] = {}
        self._kind: dict[str, int] = {}
        self._figures: dict[str, tuple[list[Decimal], NDArray[Any]]] = {}
        self._met: dict[tuple[str, Decimal], Met] = {}
        self._can: dict[int, Members] = {}
        self._ranked: dict[int, NDArray[np.intp]] = {}
        self._permitted: dict[tuple[tuple[str, str], ...], Members] = {}
        self._load: dict[int, NDArray[np.int64]] = {}

    def _kind_of(self, task: Task) -> int:
        """Return the number of what a task requires: equal tasks have the same."""
        if task.id not in self._kind:
            self._kind[task.id] = self._kinds.setdefault(task.requirements, len(self._kinds))
        return self._kind[task.id]

    def _minimum(self, need: Requirement) -> Met:
        key = (self.team.vocabulary.name(need.capability), need.minimum)
        if key not in self._met:
            exact, have = self._scores_of(key[0])
            least = self._scale(need.minimum.scaleb(self._places))
            is_exact = self._scale is np.int64
            able = have >= least if is_exact else np.array([one >= need.minimum for one in exact], np.bool_)
            self._met[key] = Met(able, np.maximum(least - have, 0), have)
        return self._met[key]

    def _scores_of(self, name: str) -> tuple[list[Decimal], NDArray[Any]]:
        """Return what everybody has of a capability, exact and in common units."""
        if name not in self._figures:
            exact = [scores.get(name, Decimal(0)) for scores in self.scores]
            self._figures[name] = exact, np.array([self._scale(one.scaleb(self._places)) for one in exact])
        return self._figures[name]

    def can(self, task: Task) -> Members:
        """Return who meets every minimum."""
        kind = self._kind_of(task)
        if kind not in self._can:
            met = [self._minimum(need).able for need in task.requirements]
            self._can[kind] = np.logical_and.reduce(met) if met else np.ones(len(self.scores), np.bool_)
        return self._can[kind]

    def allowed(self, task: Task) -> Members:
        """Return who is permitted to take the task, is not forbidden to, and did nothing that needs another member."""
        if task.permissions not in self._permitted:
            wanted = {(verb.casefold(), what.casefold()) for verb, what in task.permissions}
            self._permitted[task.permissions] = np.array([wanted <= held for held in self._held], np.bool_)
        barred = self._barred.get(task.id)
        if not barred:
            return self._permitted[task.permissions]
        found = self._permitted[task.permissions].copy()
        found[barred] = False
        return found

    def load(self, task: Task) -> NDArray[np.int64]:
        """Return the minutes that each member takes: the estimate times the pace, rounded up."""
        if task.estimate_minutes not in self._load:
            rows = -(-task.estimate_minutes * self._pace[:, 0] // self._pace[:, 1])
            self._load[task.estimate_minutes] = rows.astype(np.int64)
        return self._load[task.estimate_minutes]

    def all_gates(self, task: Task) -> Members:
        """Return who can, is allowed, and has a load limit that the task fits alone."""
        found: Members = self.can(task) & self.allowed(task) & (self.load(task) <= self.limit)
        return found

    def ranked(self, task: Task) -> NDArray[np.intp]:
        """Return the members, closest first: least short of the minimums, then best fit, then by id."""
        kind = self._kind_of(task)
        if kind not in self._ranked:
            heavy = max((_decimals(need.weight) for need in task.requirements), default=0)
            weigh: Any = self._scale if heavy <= MOST_DECIMALS else np.float64
            short, suits = np.zeros(len(self.scores), self._scale), np.zeros(len(self.scores), weigh)
            for need in task.requirements:
                met = self._minimum(need)
                short = short + met.short
                suits = suits - weigh(need.weight.scaleb(heavy)) * met.have
            self._ranked[kind] = np.lexsort((self._by_name, suits, short))
        return self._ranked[kind]

    def short_of(self, row: int, task: Task) -> tuple[tuple[str, Decimal, Decimal], ...]:
        """Return what a member is short of: capability, effective score, minimum."""
        return shortfalls(self.scores[row], task, self.team.vocabulary)


# Of the nouns that were asked for last: one plan is explained, decided on and searched for risks in one go.
_last: list[Passing] = []


def passing_of(team: Team, backlog: Backlog) -> Passing:
    """Return the gates of every member; in a row of questions about the same nouns they are the same object."""
    found = next((one for one in _last if one.team is team and one.backlog is backlog), None)
    if found is None:
        found = Passing(team, backlog)
        _last[:] = [found]
    return found


def rows_of(members: Iterable[int], size: int) -> Members:
    """Return an array that is true at the given members."""
    found = np.zeros(size, np.bool_)
    found[list(members)] = True
    return found


def _barred(team: Team, backlog: Backlog, row: dict[str, int]) -> dict[str, list[int]]:
    """Return the members whom a rule keeps from a task: forbidden, or they did what needs another member."""
    found = dict[str, list[int]]()
    for pair in team.policies.forbids:
        if pair.member in row:
            found.setdefault(pair.task, []).append(row[pair.member])
    done = {task.id: task.assigned_to for task in backlog.tasks if task.status == "DONE"}
    for group in team.policies.separate:
        rows = [row[done[name]] for name in group if done.get(name) in row]
        for name in group if rows else ():
            found.setdefault(name, []).extend(rows)
    for group in team.policies.together:
        rows = [row[done[name]] for name in group if done.get(name) in row]
        for name in group if rows else ():
            found.setdefault(name, []).extend(one for one in row.values() if one not in rows)
    return found


def _decimals(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(-int(exponent), 0)
