"""When so many minutes of a slot are done, and how many are done at a moment: by adding fractions of days up."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from solver.assignment.checker.days import Hours
from solver.domain.calendar import Slot


def slots(seed: int) -> Slot:
    """Return a slot of a few days, some without hours, that are scaled to any number of minutes."""
    chance = random.Random(seed)
    days = [chance.choice([0, 120, 240, 433, 480]) for _ in range(chance.randint(1, 10))]
    days[chance.randrange(len(days))] = 480
    return Slot(chance.randint(1, sum(days)), tuple(days))


@pytest.mark.parametrize("seed", range(60))
def test_moments_and_minutes_are_those_of_days_added_up(seed: int) -> None:
    """Each day has its share of the minutes: of those that are done so many days are over, and a part of one."""
    slot, chance = slots(seed), random.Random(seed)
    shares = [Fraction(day * slot.minutes, sum(slot.days)) for day in slot.days]
    hours = Hours(slot.minutes, tuple(Fraction(day, sum(slot.days)) for day in slot.days), 0)
    for _ in range(20):
        done = Fraction(chance.randint(0, 6 * slot.minutes), 6)
        moment, rest = Fraction(0), done
        for number, share in enumerate(shares):
            if rest > 0 and share:
                moment = number + min(rest / share, Fraction(1))
                rest -= min(rest, share)
        assert slot.moment(done) == moment
        assert slot.done_by(moment) == hours.gone(moment) == done
        late = slot.moment(done, late=True)
        # The next minute is begun after all days without hours.
        assert late >= moment
        assert slot.done_by(late) == done
        if done < slot.minutes:
            assert slot.days[int(late)] > 0
        # A moment within any day, also one without hours.
        at = Fraction(chance.randint(0, 7 * len(slot.days)), 7)
        before = sum(shares[: int(at)], Fraction(0)) + (at - int(at)) * [*shares, Fraction(0)][int(at)]
        assert slot.done_by(at) == hours.gone(at) == before


def test_a_slot_without_minutes_has_none_done() -> None:
    """Nobody is there."""
    assert Slot(0, (0, 0)).done_by(Fraction(1)) == 0
    assert Hours(0, (Fraction(0), Fraction(0)), 0).gone(Fraction(3, 2)) == 0
