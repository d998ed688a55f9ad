"""One way to compile loops: by numba where the extra ``fast`` is there; else they run as they are, alike."""

from __future__ import annotations

import importlib.util
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import FunctionType
from typing import Any, Final, TypeVar, cast

Loop = TypeVar("Loop", bound=Callable[..., Any])
# Who is to be told that loops are compiled, and what.
TOLD: Final = list[Callable[[str], None]]()
COMPILING: Final = "compiling the loops of the search, which takes up to a minute"
# What a source has of others of this package, and the names of numbers among that.
IMPORTS: Final = re.compile(r"^from (solver\.[\w.]+) import ([^(\n]+|\([^)]*\))", re.MULTILINE)
NUMBER: Final = re.compile(r"\b[A-Z][A-Z\d_]+\b")


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

    _listen()
    try:
        found = njit(cache=True, **options)(function)
    except RuntimeError:  # there is no folder that compiled code can be kept in
        return cast("Loop", njit(**options)(function))
    forget_older(str(Path(function.__code__.co_filename).parent), found.stats.cache_path)
    return cast("Loop", found)


@cache
def forget_older(folder: str, kept: str) -> None:
    """Remove what was kept of a folder's loops before any of its sources changed, or one that has numbers of theirs.

    A loop keeps the numbers and the loops of other files as they were when it was compiled, and looks at its own alone.

    Parameters
    ----------
    folder : str
        Of the sources.
    kept : str
        Where their compiled code is: beside them, unless that is not to be written to.
    """
    sources = max((source.stat().st_mtime for source in _watched(Path(folder))), default=0.0)
    for index in Path(kept).glob("*.nbi"):
        with suppress(OSError):  # another process may have done so
            if index.stat().st_mtime < sources:
                index.unlink()


def _watched(folder: Path) -> Iterator[Path]:
    """Yield the sources of a folder, and those of this package from which they have numbers."""
    package = Path(__file__).parents[1]
    for source in folder.glob("*.py"):
        yield source
        for module, names in IMPORTS.findall(source.read_text(encoding="utf-8")):
            other = package.joinpath(*module.split(".")).with_suffix(".py")
            if NUMBER.search(names) and other.exists():
                yield other


def is_kept(loop: Any) -> bool:
    """Return whether a loop need not be compiled any more: it is, is kept, or runs as it is."""
    if not hasattr(loop, "py_func") or loop.signatures:
        return True
    name = f"{Path(loop.py_func.__code__.co_filename).stem}.{loop.py_func.__qualname__}"
    kept, python = loop.stats.cache_path, f"py{sys.version_info.major}{sys.version_info.minor}"
    return bool(kept) and any(Path(kept).glob(f"{name}-*.{python}*.nbi"))


def plain(function: Loop) -> Loop:
    """Return a function, and all that it calls of its own folder, as they run where numba is not there."""
    room = function.__module__.rpartition(".")[0]
    return cast("Loop", _plain_names(function.__module__, room)[function.__name__])


@cache
def _plain_names(module: str, room: str) -> dict[str, Any]:
    """Return what a module names, with functions of a package that is not compiled in place of its own."""
    names = dict(vars(sys.modules[module])) | {"COMPILED": False}
    for name, value in names.items():
        loop = getattr(value, "py_func", value)
        if isinstance(loop, FunctionType) and loop.__module__.startswith(f"{room}."):
            own = names if loop.__module__ == module else _plain_names(loop.__module__, room)
            names[name] = FunctionType(loop.__code__, own, loop.__name__, loop.__defaults__, loop.__closure__)
    return names


def tell_of_compiling(say: Callable[[str], None]) -> None:
    """Let somebody be told, once, when loops are compiled: the first plan of an installation waits for that."""
    TOLD[:] = [say]


@cache
def _listen() -> None:
    """Tell of the first loop that is compiled and not only read where it was kept."""
    from numba.core import event

    class First(event.Listener):
        def on_start(self, event: Any) -> None:
            once = "once for this installation"
            never = "at each start, as there is no folder to keep that in: NUMBA_CACHE_DIR names one"
            while TOLD:
                TOLD.pop()(f"{COMPILING}, {once if event.data['dispatcher'].stats.cache_path else never}")

        def on_end(self, event: Any) -> None:
            """Say nothing: what comes next says it."""

    event.register("numba:compile", First())  # type: ignore[no-untyped-call]


def jitable(function: Loop, inline: str = "never") -> Loop:
    """Let compiled loops call a function; with ``inline`` "always" it is put into them."""
    if not has_numba():
        return function
    from numba.extending import register_jitable

    found: Loop = register_jitable(inline=inline)(function)
    return found
