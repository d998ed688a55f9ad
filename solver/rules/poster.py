"""How a rule speaks to a solver without knowing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from numpy.typing import ArrayLike

# Which member (row) has which task (column).
Owners = Mapping[int, int]


class Poster(Protocol):
    """What a solver offers to rules: sums of factors of pairs that hold. A pair that fails a gate counts as 0."""

    def at_most(self, terms: Iterable[tuple[int, int, int]], limit: int) -> None:
        """Demand that one sum over (member, task, factor) is at most limit."""

    def sums_at_most(
        self, row: ArrayLike, member: ArrayLike, task: ArrayLike, factor: ArrayLike, limits: ArrayLike
    ) -> None:
        """Demand many sums at once: entry i adds ``factor[i]`` to sum ``row[i]`` where the member has the task."""

    def members_at_most(self, factors: ArrayLike, limits: ArrayLike) -> None:
        """Demand for each member that the sum over all tasks is at most the member's limit, if that is at least 0.

        ``factors`` is of shape (n_members, n_tasks) or one number for all.
        """

    def each_member_at_most(self, tasks: Sequence[int], factors: Sequence[int], limit: int) -> None:
        """Demand for each member that the sum over a few tasks is at most limit; slots of a member count together."""

    def slots_at_most(self, groups: Sequence[Sequence[int]], singles: Sequence[int], limits: ArrayLike) -> None:
        """Demand for each row that the groups of which it has any task and the single tasks are at most the limit."""

    def placed_at_most(self, tasks: ArrayLike, factors: Sequence[int], limit: int) -> None:
        """Demand for each row of tasks that the sum is at most limit; a task counts once, whoever has it.

        ``tasks`` is of shape (n_demands, n_factors).
        """

    def owners_at_most(self, tasks: Sequence[int], limit: int) -> None:
        """Demand that at most this many members have any of the tasks."""
