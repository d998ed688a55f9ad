"""What is needed comes first, once, and a long chain takes as long as it is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solver.domain.order import needs_first

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=25)


@given(PAIRS, st.sets(st.integers(0, 9)))
def test_each_item_comes_once_after_what_it_needs(pairs: list[tuple[int, int]], known: set[int]) -> None:
    """Where nothing is in a loop, an item follows all that it needs; what is known is passed over."""
    needs = {item: [low for high, low in pairs if high == item and low < item] for item in range(10)}
    found = list(needs_first(range(10), needs.__getitem__, known))
    assert sorted(found) == sorted(set(range(10)) - known)
    place = {item: number for number, item in enumerate(found)}
    assert all(place[low] < place[item] for item in found for low in needs[item] if low not in known)


@given(PAIRS)
def test_a_loop_leaves_nobody_out(pairs: list[tuple[int, int]]) -> None:
    """Whatever waits for whatever, everybody comes once."""
    needs = {item: [other for one, other in pairs if one == item] for item in range(10)}
    assert sorted(needs_first(range(10), needs.__getitem__)) == list(range(10))


def test_a_long_chain_needs_no_deep_stack() -> None:
    """A chain of a hundred thousand is walked from its far end; so is one item that needs all of them."""
    length = 100_000
    assert list(needs_first([length], lambda one: [one - 1] if one else []))[:2] == [0, 1]
    assert len(list(needs_first([-1], lambda one: range(length) if one == -1 else ()))) == length + 1
