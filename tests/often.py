"""Random examples: some in every run of the tests, very many more where the slow ones run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis.strategies import SearchStrategy

Check = Callable[..., None]


def often(quick: int, slow: int, *examples: SearchStrategy[Any]) -> Callable[[Check], Check]:
    """Return what makes a test of a check: of so many examples, always the same, and of more of them as a slow test."""

    def marked(check: Check) -> Check:
        @pytest.mark.parametrize("count", [quick, pytest.param(slow, marks=pytest.mark.slow)])
        def test(count: int) -> None:
            settings(max_examples=count, deadline=None, derandomize=True)(given(*examples)(check))()

        test.__name__, test.__doc__, test.__module__ = check.__name__, check.__doc__, check.__module__
        return test

    return marked
