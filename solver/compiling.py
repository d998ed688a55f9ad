"""One way to compile loops: by numba where the extra ``fast`` is there; else they run as they are, alike."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

Loop = TypeVar("Loop", bound=Callable[..., Any])


@cache
def has_numba() -> bool:
    """Return whether the extra ``fast`` is installed."""
    return importlib.util.find_spec("numba") is not None


def compiled(function: Loop, **options: Any) -> Loop:
    """Return a loop compiled, or as it is where numba is not there; compiled code is kept for the next start.

    Parameters
    ----------
    function : callable
        Of arrays, numbers and named tuples of them.
    **options
        Of ``numba.njit``.

    Examples
    --------
    >>> compiled(lambda amount: amount + 1)(1)
    2
    """
    if not has_numba() or function.__name__ == "<lambda>":
        return function
    from numba import njit

    forget_older(str(Path(function.__code__.co_filename).parent))
    try:
        return cast("Loop", njit(cache=True, **options)(function))
    except RuntimeError:  # there is no folder that compiled code can be kept in
        return cast("Loop", njit(**options)(function))


@cache
def forget_older(folder: str) -> None:
    """Remove what was kept of a folder's loops before any of its sources changed.

    A loop keeps the numbers and the loops of other files as they were when it was compiled, and looks at its own alone.
    """
    sources = max((source.stat().st_mtime for source in Path(folder).glob("*.py")), default=0.0)
    for kept in Path(folder, "__pycache__").glob("*.nbi"):
        with suppress(OSError):  # another process may have done so
            if kept.stat().st_mtime < sources:
                kept.unlink()


def jitable(function: Loop, inline: str = "never") -> Loop:
    """Let compiled loops call a function; with ``inline`` "always" it is put into them."""
    if not has_numba():
        return function
    from numba.extending import register_jitable

    found: Loop = register_jitable(inline=inline)(function)
    return found
