"""What ``team.yaml`` may hold; the published JSON Schema is generated from these classes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from solver.readers.text.strict_yaml import MOST_DIGITS, NUMBER


def _written(value: Any) -> Any:
    """Refuse text that Decimal would take and nobody writes as a number: 1e3, 1_000, digits of other scripts."""
    if isinstance(value, str) and not (len(value) <= MOST_DIGITS and NUMBER.match(value)):
        raise PydanticCustomError("decimal_parsing", "Input should be a valid decimal")
    return value


WRITTEN = BeforeValidator(_written)
Day = Annotated[Decimal, Field(gt=0, le=24), WRITTEN]
Pace = Annotated[Decimal, Field(gt=0, le=100), WRITTEN]
Share = Annotated[Decimal, Field(ge=0, le=1), WRITTEN]
Positive = Annotated[Decimal, Field(ge=0, le=1_000_000), WRITTEN]
Hours = Annotated[Decimal | str, Field(description="hours: 30, 7.5, 30min, 3h, 2d, 1w")]
Name = Annotated[str, Field(min_length=1)]
# More than any team has or any plan needs, and far below where whole numbers end.
MOST = 1_000_000
WEEKDAY = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
KINDS = Literal[
    "peer", "consult", "information", "reports", "escalation", "broadcast", "observation", "gate", "duty", "receives"
]


class Part(BaseModel):
    """Nothing but the fields named here; text is never taken for a number."""

    # Deferred: the whole file builds each part once, where it is used.
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class CalendarPart(Part):
    """What holds for everybody where there are periods."""

    hours_per_day: Day | None = Field(None, description="hours of a working day; 8")
    workdays: list[WEEKDAY] = Field(["mon", "tue", "wed", "thu", "fri"], description="weekdays on which there is work")
    holidays: Name | list[Name] = Field([], description="country or country-region, such as DE-BY; or days")
    closed: list[Name] = Field([], description="days, or days from..to, on which nobody works")


class PeriodPart(Part):
    """A planning window with dates; both days count."""

    id: Name
    start: Name
    end: Name


class EveryPart(Part):
    """Periods of one length, one after the other: S1, S2 and so on."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)
    every: Annotated[str, Field(pattern="^[1-9][0-9]?[wd]$", description="length in weeks or days: 2w, 10d")]
    since: Name = Field(alias="from", description="first day, YYYY-MM-DD")
    count: Annotated[int, Field(ge=1, le=100)]


class MemberPart(Part):
    """One person or agent of the roster."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)
    id: Name
    card: Name | None = Field(None, description="id of the role card; the member's own id if left out")
    limit: Hours | dict[Name, Hours] | None = Field(
        None, description="hours per period before leave and reserved share; or for single periods, by id"
    )
    leave: Hours | list[Name] = Field(
        Decimal(0), description="hours per period; or, where there are periods, a list of days, or days from..to"
    )
    reserved: Share = Field(Decimal(0), description="share of what leave leaves that is kept free")
    reserved_hours: Hours = Field(Decimal(0), description="hours kept free besides, where there are no periods")
    committed: Hours | dict[Name, Hours] = Field(
        Decimal(0), description="hours of work outside the backlog, per period; or for single periods, by id"
    )
    week: dict[WEEKDAY, Hours] | None = Field(None, description="hours of each weekday; those left out have none")
    since: Name | None = Field(None, alias="from", description="first day in the team, YYYY-MM-DD")
    until: Name | None = Field(None, description="last day in the team, YYYY-MM-DD")
    ramp: Share | dict[Name, Share] = Field(
        Decimal(1), description="share of the hours that count while somebody settles in; or for single periods, by id"
    )
    pace: Pace = Field(Decimal(1), description="multiplies estimates; 1.5 is slower")
    wip: Annotated[int, Field(ge=0, le=MOST)] | None = Field(None, description="most tasks at once")
    capabilities: dict[Name, Share] = Field({}, description="scores instead of the card's")
    preferences: dict[Name, Share] = Field({}, description="scores instead of the card's")


class GroupPart(Part):
    """A group that has other names too."""

    members: list[Name]
    aliases: list[Name] = []


class PoliciesPart(Part):
    """How batches and escalations are read."""

    batch: Literal["prefer", "together"] = "prefer"
    batches: dict[Name, Literal["prefer", "together"]] = {}
    reports_carry_escalations: bool = True
    topic_covers_all: bool = True
    longest_chain: Annotated[int, Field(ge=1, le=MOST)] = 3
    order: Literal["fit", "next", "ignore"] | None = Field(
        default=None, description="how a task waits for what it needs: fit with periods, ignore without"
    )
    inherit: bool = Field(default=True, description="what an urgent task waits for is as urgent")
    early_first: list[Literal["CRITICAL", "HIGH", "MEDIUM", "LOW"]] = Field(
        default=["CRITICAL", "HIGH"], description="classes placed early before the next class is placed at all"
    )
    split_members: bool = Field(default=False, description="parts of a task may go to several members")
    communicator_limit: Annotated[int, Field(ge=0, le=MOST)] | None = Field(
        default=None, description="most hand-offs of a plan to carry"
    )
    outside: Literal["done", "refuse"] = Field(
        default="done", description="a dependency on a task outside the backlog counts as done, or is refused"
    )


class PairPart(Part):
    """A task and a member."""

    task: Name
    member: Name


class PinPart(PairPart):
    """A task and a member, and the period if that is wanted too."""

    period: Name | None = None


class RulesPart(Part):
    """What a plan must obey beyond gates and load limits."""

    pins: list[PinPart] = []
    forbids: list[PairPart] = []
    separate: list[Annotated[list[Name], Field(min_length=2)]] = []
    together: list[Annotated[list[Name], Field(min_length=2)]] = []
    required: list[Name] = []


class GrowPart(Part):
    """Who may take work below its minimum in one capability, and who helps."""

    member: Name
    capability: Name
    hours: Hours = Field(description="most hours of such work in a plan, in the member's own time")
    mentor: Name = Field(description="who reaches the minimum and gives a share of the time in the same period")
    mentor_share: Share = Field(default=Decimal("0.25"), description="hours of the mentor for each of the member's")


class WeightsPart(Part):
    """Of the quality level."""

    fit: Positive = Decimal(1)
    preference: Positive = Decimal("0.2")
    balance: Positive = Decimal("0.1")
    split: Positive = Decimal("0.5")
    handoff: Positive = Decimal(0)
    early: Positive = Field(default=Decimal("0.02"), description="for each hour and whole period left when a task ends")
    late: Positive = Field(default=Decimal(1), description="for each value and period after the due date")
    focus: Positive = Field(default=Decimal(0), description="for each batch of a member in a period beyond the first")


class ChannelPrice(Part):
    """The price of one new channel."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, defer_build=True)
    source: Name = Field(alias="from")
    target: Name = Field(alias="to")
    price: Positive


class PricesPart(Part):
    """What a new channel costs, in any one unit."""

    channel: Positive = Decimal(3)
    fill: Positive = Decimal(1)
    answer: Positive = Decimal(2)
    pairs: list[ChannelPrice] = []


class TeamFile(Part):
    """The whole file; every key may be left out."""

    hours_per_day: Day | None = None
    limit: Hours = Field(Decimal(40), description="load limit of members that state none; with periods the calendar's")
    calendar: CalendarPart | None = None
    periods: list[PeriodPart] | EveryPart | None = Field(None, description="planning windows with dates")
    unestimated: Hours | None = Field(None, description="estimate of tasks that state none")
    roster: list[MemberPart] | None = None
    groups: dict[Name, list[Name] | GroupPart] = {}
    externals: list[Name] = ["humans"]
    aliases: dict[Name, Name] = {}
    verbs: dict[Name, KINDS] = {}
    terminals: list[Name] = []
    policies: PoliciesPart = PoliciesPart()
    rules: RulesPart = RulesPart()
    grow: list[GrowPart] = Field([], description="work below its minimum, taken on purpose")
    weights: WeightsPart = WeightsPart()
    prices: PricesPart = PricesPart()
