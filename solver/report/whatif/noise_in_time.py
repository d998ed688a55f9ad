"""A plan over periods under noise in words: which sprint keeps its hours, which dates hold, who is over when."""

from __future__ import annotations

from solver.assignment.result import Result
from solver.explanation.price import level_names
from solver.report.forms.answers import Answer
from solver.report.forms.document import Block, Words
from solver.report.forms.table import column, table_of
from solver.whatif.gain import values_of
from solver.whatif.noise.in_time import TimeRisk
from solver.whatif.noise.safe_in_time import Safe

# So many slots are shown: the likeliest to be over.
MOST_SLOTS = 12
ASSUMED = (
    "Nobody plans again here: everybody keeps to the order of the plan, and what a sprint does not finish goes on in "
    "the next one."
)


def noise_in_time_answer(found: TimeRisk, origin: str, safe: Safe | None = None, base: Result | None = None) -> Answer:
    """Return the chances of a plan over periods: sprints, dates, and who is over the hours of a slot how often.

    With a plan that keeps hours free, what it places less than the base, and how often its sprints keep their hours.
    """
    head = f"{found.cases:,} cases; how far estimates are off is {origin}."
    sprints = [{"sprint": one.period, "keeps_hours": one.keeps, "all_ends_in_it": one.ends} for one in found.periods]
    dates = [
        {"task": one.task, "date": f"{one.kind} {one.when}", "planned": one.period, "holds": one.chance}
        for one in sorted(found.dates, key=lambda one: one.chance)
    ]
    at = f"hours_at_{found.level:.0%}"
    slots = [
        {
            "member": one.member,
            "period": one.period,
            "hours": one.given / 60,
            "limit_hours": one.limit / 60,
            "over": one.chance,
            at: round(one.at_level / 60, 1),
        }
        for one in sorted(found.slots, key=lambda one: -one.chance)
    ]
    # Of the usual thousand cases each one shows: what fails in a few is not certain.
    share = ".1%"
    columns = (column("member"), column("period"), column("hours", "g"), column("limit_hours", "g"))
    table = table_of(slots, (*columns, column("over", share), column(at, "g")))
    shown = table_of(slots[:MOST_SLOTS], table.columns)
    kept = table_of(sprints, (column("sprint"), column("keeps_hours", share), column("all_ends_in_it", share)))
    held = table_of(dates, (column("task"), column("date"), column("planned"), column("holds", share)))
    blocks = (
        Words(head),
        kept,
        *((held,) if dates else ()),
        Words("Likeliest to be over their hours:"),
        shown,
        Words(ASSUMED),
        *(_kept(found, safe, base) if safe and base else ()),
    )
    return Answer(table, blocks, {"risk": found, "noise": origin})


def _kept(found: TimeRisk, safe: Safe, base: Result) -> tuple[Block, ...]:
    """Return what a plan with hours kept free places less, and how often its sprints keep their hours."""
    before, after = (dict(zip(level_names(base), values_of(one, base), strict=True)) for one in (base, safe.result))
    changes = [f"{name} {after[name] - before[name]:+d}" for name in before if name != "quality"]
    changes += [f"quality {(after['quality'] - before['quality']) / 1000:+.2f} h"]
    hours = sum(minutes for _, minutes in safe.free) / 60
    head = (
        f"The plan that is saved leaves {hours:g} h free, so that each member keeps the hours of each sprint in at "
        f"least {found.level:.0%} of the cases. Against the plan above: {', '.join(changes)}. That no plan of its kind "
        "is better is not proved."
    )
    over = [f"{who} in {when}" for who, when in safe.over]
    words = [Words(head)] + ([Words(f"Over more often all the same: {', '.join(over)}.")] if over else [])
    was = {one.period: one.keeps for one in found.periods}
    rows = [{"sprint": p.period, "before": was.get(p.period), "keeps_hours": p.keeps} for p in safe.risk.periods]
    return (*words, table_of(rows, (column("sprint"), column("before", ".1%"), column("keeps_hours", ".1%"))))
