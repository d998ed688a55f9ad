"""A plan over periods under noise in words: which sprint keeps its hours, which dates hold, who is over when."""

from __future__ import annotations

from solver.report.answers import Answer
from solver.report.document import Words
from solver.report.table import column, table_of
from solver.whatif.noise_in_time import TimeRisk

# So many slots are shown: the likeliest to be over.
MOST_SLOTS = 12
ASSUMED = (
    "Nobody plans again here: everybody keeps to the order of the plan, and what a sprint does not finish goes on in "
    "the next one."
)


def noise_in_time_answer(found: TimeRisk, origin: str) -> Answer:
    """Return the chances of a plan over periods: sprints, dates, and who is over the hours of a slot how often."""
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
    share = ".0%"
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
    )
    return Answer(table, blocks, {"risk": found, "noise": origin})
