"""Names compare after NFC, people without case; the closest name is found without comparing with every one."""

from __future__ import annotations

from difflib import get_close_matches

import pytest

from solver.domain.naming import LONGEST_NAME, Nearest, composed, folded


def test_two_ways_to_write_one_letter_are_one_name() -> None:
    """A decomposed letter and the composed one are the same name."""
    assert composed("menu\u0308") == "menü"
    assert folded("JOSE\u0301") == folded("josé")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("pyhton", "python"), ("sql", "SQL"), ("menu\u0308", "menü"), ("cobol", ""), ("", ""), ("x" * 100_000, "")],
)
def test_the_closest_name_is_that_of_a_careful_reader(text: str, expected: str) -> None:
    """Letters that changed places, case and Unicode form lead back to the name; what is far or empty does not."""
    assert Nearest(["python", "SQL", "menü", "z" * (LONGEST_NAME + 1)]).to(text) == expected


@pytest.mark.parametrize("wanted", ["TASKX-17", "TSK-2999", "TASK-1O", "other"])
def test_candidates_by_pairs_of_letters_leave_nothing_close_out(wanted: str) -> None:
    """Among thousands of names that are much alike the answer is as close as that of comparing with each."""
    names = [f"TASK-{number}" for number in range(3000)]
    found, best = Nearest(names).to(wanted), get_close_matches(wanted, names, n=1)
    assert bool(found) == bool(best)
