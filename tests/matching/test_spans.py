"""The least time that work takes in a slot: worked out once for each length, whoever has how many pieces of it."""

from __future__ import annotations

import numpy as np
import pytest

from solver.domain.calendar import Slot
from solver.matching import spans
from solver.matching.spans import shortest_ticks
from solver.matching.time import TICKS

SLOTS = (Slot(24, (8, 0, 8, 8)), Slot(20, (8, 4, 8)), Slot(24, (8, 0, 8, 8)), Slot(0, (0, 0)))


def test_no_start_ends_sooner() -> None:
    """Of all starts on a whole minute the best takes what is said, to the tick; what does not fit takes nothing."""
    load = np.array([[1, 5, 8, 9, 24, 25]] * len(SLOTS))
    found = shortest_ticks(SLOTS, load)
    for slot, row, ticks in zip(SLOTS, load.tolist(), found.tolist(), strict=True):
        for minutes, least in zip(row, ticks, strict=True):
            starts = range(slot.minutes - minutes + 1) if slot.minutes else ()
            taken = [slot.moment(start + minutes) - slot.moment(start, late=True) for start in starts]
            assert 0 <= min(taken, default=0) * TICKS - least <= 1


def test_what_is_as_long_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A thousand pieces of three lengths are three questions to a slot, and slots of one shape are asked once."""
    asked, ticks = list[int](), spans._ticks

    def counted(slot: Slot, load: spans.Ints) -> spans.Ints:
        asked.append(len(load))
        return ticks(slot, load)

    monkeypatch.setattr(spans, "_ticks", counted)
    load = np.tile(np.resize([3, 8, 12], 1000), (len(SLOTS), 1))
    found = shortest_ticks(SLOTS, load)
    assert asked == [3, 3, 3]
    for slot, row in zip(SLOTS, found, strict=True):
        each = [int(shortest_ticks([slot], np.array([[minutes]]))[0, 0]) for minutes in (3, 8, 12)]
        assert (row == np.resize(each, 1000)).all()


def test_slots_of_one_member_share_its_loads() -> None:
    """Loads by member give what loads spread over all slots give."""
    load = np.array([[60, 480, 480, 100], [75, 600, 600, 125]])
    member = np.array([0, 0, 1, 1])
    some = [*SLOTS[:2], *SLOTS[:2]]
    assert shortest_ticks(some, load, member).tolist() == shortest_ticks(some, load[member]).tolist()
