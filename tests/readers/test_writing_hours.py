"""Hours that changes left in words that no roster has are written in words that one has."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal

from solver.domain.calendar import Calendar, Period, Presence, reckon
from solver.readers.written.hours import in_roster_words

MONDAY = date(2027, 1, 4)
WEEKS = tuple(Period(f"S{n + 1}", MONDAY + timedelta(days=7 * n), MONDAY + timedelta(days=7 * n + 4)) for n in range(3))


def some_presence(chance: random.Random) -> Presence:
    """Return a presence with more or fewer hours in some periods, or days of leave beside hours of it."""
    first = MONDAY + timedelta(days=chance.randint(0, 18))
    shares = [Decimal(each) for each in ("0", "0.1", "0.25", "0.333", "0.5", "1")]
    return Presence(
        week=chance.choice([None, (480, 120, 0, 77, 0, 0, 0)]),
        leave=chance.choice([(), ((first, first + timedelta(days=chance.randint(0, 6))),)]),
        leave_minutes=chance.choice([0, 0, 95, 3000]),
        since=chance.choice([None, None, MONDAY + timedelta(days=chance.randint(0, 9))]),
        limit=chance.choice([None, 1300]),
        limits=chance.choice([(), (("S2", 611),)]),
        committed=chance.choice([0, 100]),
        committeds=chance.choice([(), (("S1", 77),)]),
        reserved=chance.choice(shares),
        ramp=chance.choice([Decimal(1), *shares]),
        ramps=chance.choice([(), (("S1", Decimal("0.7")), ("S3", Decimal(0)))]),
        extra=tuple((one.id, chance.randint(-600, 600)) for one in WEEKS if chance.random() < 0.6),
    )


def test_the_hours_of_each_period_stay_to_the_minute() -> None:
    """Whatever week, leave, ramp, reserve and committed work are: a limit leaves the same minutes, days and work."""
    chance, calendar, changed = random.Random(7), Calendar(WEEKS, holidays=(date(2027, 1, 6),)), 0
    for _ in range(2000):
        before = some_presence(chance)
        after = in_roster_words(before, calendar)
        assert not after.extra
        assert not (after.leave and after.leave_minutes)
        for week in WEEKS:
            one, other = reckon(calendar, week, before), reckon(calendar, week, after)
            assert (one.minutes, one.days, one.committed) == (other.minutes, other.days, other.committed), before
        changed += after.limits != before.limits
    assert changed > 1000


def test_what_a_roster_can_say_stays_as_it_is() -> None:
    """Leave, committed work and a limit of their own are not turned into other limits."""
    plain = Presence(
        leave=((MONDAY, MONDAY),), committeds=(("S1", 60),), limits=(("S2", 600),), reserved=Decimal("0.1")
    )
    assert in_roster_words(plain, Calendar(WEEKS)) == plain
