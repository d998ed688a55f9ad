"""Loops of the engine: compiled where numba is there, else as they are; whether it is there is asked here alone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from solver.compiling import compiled
from solver.compiling import has_numba as has_numba


@cache
def compiled_loop(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a loop compiled, or as it is where numba is not there."""
    return compiled(function, nogil=True, error_model="numpy") if has_numba() else function
