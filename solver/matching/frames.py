"""Matching as data frames, for notebooks: members are rows, open tasks are columns."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from solver.domain.tasks import Backlog
from solver.domain.team import Team
from solver.matching.build import build_problem
from solver.matching.problem import Problem


def fit_matrix(team: Team, backlog: Backlog) -> pd.DataFrame:
    """Return how well each member suits each open task, float32, 0 to 1.

    Parameters
    ----------
    team : Team
        The rows, shape (n_members,).
    backlog : Backlog
        Its open tasks are the columns, shape (n_tasks,).

    Returns
    -------
    pandas.DataFrame
        Indexed by member id and task id.
    """
    problem = build_problem(team, backlog)
    return _frame(problem, problem.fit)


def preference_matrix(team: Team, backlog: Backlog) -> pd.DataFrame:
    """Return how much each member likes each open task, float32, 0 to 1; not listed is 0.5.

    Parameters
    ----------
    team : Team
        The rows.
    backlog : Backlog
        Its open tasks are the columns.

    Returns
    -------
    pandas.DataFrame
        Indexed by member id and task id.
    """
    problem = build_problem(team, backlog)
    return _frame(problem, problem.preference)


def gate_matrix(team: Team, backlog: Backlog) -> pd.DataFrame:
    """Return the first gate that stops each pair: ``can``, ``allowed``, ``available``, or ``open`` if none does.

    Parameters
    ----------
    team : Team
        The rows.
    backlog : Backlog
        Its open tasks are the columns.

    Returns
    -------
    pandas.DataFrame
        Indexed by member id and task id.
    """
    problem = build_problem(team, backlog)
    shut = [~problem.can, ~problem.allowed, ~problem.available]
    return _frame(problem, np.select(shut, ["can", "allowed", "available"], "open"))


def _frame(problem: Problem, values: NDArray[np.float32] | NDArray[np.str_]) -> pd.DataFrame:
    rows, columns = pd.Index(problem.members, name="member"), pd.Index(problem.tasks, name="task")
    return pd.DataFrame(values, index=rows, columns=columns)
