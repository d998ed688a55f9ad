"""Answers as data frames: the tables that the command line prints, under the same names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from solver.report.forms.table import column, frame, table_of
from solver.report.whatif.advice import advice_answer, advice_data, hire_data
from solver.report.whatif.noise import curve_rows, curve_table, risk_rows
from solver.report.whatif.resilience import resilience_answer, resilience_data
from solver.report.whatif.scenarios import OWN, minus_base, whatif_cells, whatif_table
from solver.report.whatif.sweep import axis_names, sweep_table
from solver.whatif.advice.hire import HireAdvice

if TYPE_CHECKING:
    import pandas as pd

    from solver.whatif.advice.advice import AdviceTable
    from solver.whatif.noise.noise import Risk
    from solver.whatif.noise.robust import Curve
    from solver.whatif.resilience import Resilience
    from solver.whatif.scenarios.compare import Row
    from solver.whatif.sweeps.sweep import Sweep


RISK = ("member", "hours", "limit_hours", "chance", "error", "up_to_hours")


def scenario_frame(rows: tuple[Row, ...], *, minus_base: bool = False) -> pd.DataFrame:
    """Return one line for each scenario, the base first.

    Parameters
    ----------
    rows : tuple of Row
        From ``compare_scenarios``.
    minus_base : bool
        Whether numbers are scenario minus base instead of the scenario's own. Who is in one of the two teams only has
        0 hours in the other.

    Returns
    -------
    pandas.DataFrame
        Indexed by scenario. ``changes``; ``status``; the value of each level; ``placed`` and ``placed_CLASS`` in tasks;
        ``left_out`` in tasks; ``left_out_hours``, ``fit_hours``, ``quality_hours``, ``term_NAME_hours`` and
        ``load_hours_MEMBER`` in hours; ``moves`` in tasks against the base. What has no value is missing.
    """
    if minus_base:
        return _less_base(rows)
    return frame(whatif_table(rows), "scenario")


def _less_base(rows: tuple[Row, ...]) -> pd.DataFrame:
    own = [whatif_cells(row) for row in rows]
    names = [one.machine for one in whatif_table(rows).columns]
    base, *others = minus_base(own)
    # The base less itself.
    first = {name: value if name in OWN else 0 for name, value in base.items()}
    return frame(table_of([first, *others], map(column, names)), "scenario")


def sweep_frame(found: Sweep) -> pd.DataFrame:
    """Return one line for each row of a sweep.

    Parameters
    ----------
    found : Sweep
        From ``sweep``.

    Returns
    -------
    pandas.DataFrame
        A column for each axis (numbers where all its labels are), then ``status``, ``how``, ``gap``, value and bound of
        each level, ``placed``, ``placed_CLASS``, ``left_out``, ``moves``, ``handoffs``, ``steps`` and ``broken`` as
        counts; what ends in ``_hours`` is in hours. What has no value is missing.
    """
    import pandas as pd

    whole = frame(sweep_table(found))
    for name in axis_names(found):
        numbers = pd.to_numeric(whole[name], errors="coerce")
        whole[name] = numbers if numbers.notna().all() else whole[name]
    return whole


def advice_frame(found: AdviceTable | HireAdvice) -> pd.DataFrame:
    """Return one row for each change, the best first: what, cost, gain by level, what a unit of cost brings, status.

    Parameters
    ----------
    found : AdviceTable or HireAdvice
        From ``advise`` or ``advise_hire``.

    Returns
    -------
    pandas.DataFrame
        Indexed by rank from 1; ``changes`` is the tuple that ``apply`` takes.
    """
    import pandas as pd

    if isinstance(found, HireAdvice):
        data, changes = hire_data(found, Path()), [one.changes for one in found.hires]
    else:
        data, changes = advice_data(found, Path()), [one.changes for one in found.rows]
    whole = frame(advice_answer(data).table, "rank")
    return whole.assign(changes=pd.Series(changes, index=whole.index, dtype=object))


def resilience_frame(found: Resilience) -> pd.DataFrame:
    """Return one row for each absence, the worst first.

    Parameters
    ----------
    found : Resilience
        From ``resilience``.

    Returns
    -------
    pandas.DataFrame
        Indexed by those away: rank, changes of value by class, hours placed less, who helps, what is lost.
    """
    whole = frame(resilience_answer(resilience_data(found, Path())).table)
    return whole.assign(away=[", ".join(row.away) for row in found.rows]).set_index("away")


def curve_frame(curve: Curve) -> pd.DataFrame:
    """Return one row for each level of safety; the first, at level NaN, trusts the estimates.

    Parameters
    ----------
    curve : Curve
        From ``safety_curve``.

    Returns
    -------
    pandas.DataFrame
        Value by class, quality and placed hours, chances from 0 to 1 on the sample and on fresh cases, hours over.
    """
    return frame(curve_table(curve_rows(curve)))


def risk_frame(risk: Risk) -> pd.DataFrame:
    """Return one row for each member: hours, limit, chance to be over with its standard error, hours at the level.

    Parameters
    ----------
    risk : Risk
        From ``risk_of``.

    Returns
    -------
    pandas.DataFrame
        Indexed by member.
    """
    return frame(table_of(risk_rows(risk), map(column, RISK)), "member")
