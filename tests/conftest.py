"""What holds for all tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.adding_up import level_values_explained


@pytest.fixture(autouse=True, scope="session")
def _every_plan_is_explained() -> Iterator[None]:
    """Have each plan that is made in this process explained as it is checked: its terms add up to every level."""
    with pytest.MonkeyPatch.context() as patch:
        for module in ("assignment.seal", "assignment.of_world"):
            patch.setattr(f"solver.{module}.level_values", level_values_explained)
        yield


@pytest.fixture(autouse=True, scope="session")
def _no_width_is_stated() -> Iterator[None]:
    """Have no test depend on the terminal that it is started from: processes of tests inherit its width."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("COLUMNS", "LINES"):
            patch.delenv(name, raising=False)
        yield
