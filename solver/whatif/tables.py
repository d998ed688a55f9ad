"""Advice, absences and noise as data frames, for notebooks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from solver.domain.tasks import PRIORITIES
from solver.whatif.advice import Advice, AdviceTable
from solver.whatif.gain import LEVELS, Values
from solver.whatif.hire import Hire, HireAdvice
from solver.whatif.noise import Risk
from solver.whatif.resilience import Resilience
from solver.whatif.robust import Curve


def advice_frame(table: AdviceTable | HireAdvice) -> pd.DataFrame:
    """Return one row for each change, the best first: what, cost, gain by level (quality in hours), status.

    Parameters
    ----------
    table : AdviceTable or HireAdvice
        From ``advise`` or ``advise_hire``.

    Returns
    -------
    pandas.DataFrame
        Indexed by rank from 1; ``changes`` is the tuple that ``apply`` takes.
    """
    rows: Sequence[Advice | Hire] = table.hires if isinstance(table, HireAdvice) else table.rows
    found = [
        {
            "kind": "hire" if isinstance(row, Hire) else row.kind,
            "member": ", ".join(row.cards) if isinstance(row, Hire) else row.member,
            "change": "join" if isinstance(row, Hire) else row.words,
            "cost": float(row.cost),
            **_by_level(row.gain),
            "status": row.result.status,
            "changes": row.changes,
        }
        for row in rows
    ]
    columns = ["kind", "member", "change", "cost", *LEVELS, "status", "changes"]
    return pd.DataFrame(found, columns=columns, index=pd.RangeIndex(1, len(found) + 1, name="rank"))


def resilience_frame(found: Resilience) -> pd.DataFrame:
    """Return one row for each absence, the worst first.

    Parameters
    ----------
    found : Resilience
        From ``resilience``.

    Returns
    -------
    pandas.DataFrame
        Indexed by those away; changes of value by class, hours placed less, and tuples of what is lost and who helps.
    """
    rows = [
        {
            **dict(zip(PRIORITIES, row.change, strict=True)),
            "hours": row.minutes / 60,
            "beyond": row.beyond / 60,
            "picked_up": row.taken,
            "dropped": row.dropped,
            "gained": row.gained,
            "moved": row.moved,
            "vanished": row.vanished,
            "cut_off": row.cut_off,
            "status": row.result.status,
        }
        for row in found.rows
    ]
    return pd.DataFrame(rows, index=pd.Index([", ".join(row.away) for row in found.rows], name="away"))


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
    rows = [
        {
            "level": None if point.level is None else float(point.level),
            "status": point.result.status,
            **_by_level(point.values),
            "hours": point.minutes / 60,
            "worst": point.risk.worst if point.risk else None,
            "worst_fresh": point.fresh.worst if point.fresh else None,
            "anybody": point.risk.anybody if point.risk else None,
            "hours_over": point.risk.over_at_level / 60 if point.risk else None,
        }
        for point in (curve.nominal, *curve.points)
    ]
    return pd.DataFrame(rows)


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
    rows = [
        {
            "hours": one.given / 60,
            "limit": one.limit / 60,
            "chance": one.chance,
            "error": risk.error(one.chance),
            "up_to": one.at_level / 60,
        }
        for one in risk.members
    ]
    return pd.DataFrame(rows, index=pd.Index([one.member for one in risk.members], name="member"))


def _by_level(values: Values) -> dict[str, float]:
    """Return values by level, the quality in hours."""
    *classes, quality = values
    return dict(zip(LEVELS, [*classes, quality / 1000], strict=True))
