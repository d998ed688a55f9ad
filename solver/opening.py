"""How a room opens: the names at its door are listed once, where an editor sees them, and loaded where first used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any


def opened(room: str) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """Return ``__getattr__`` and ``__dir__`` of a package whose names stand under ``if TYPE_CHECKING``.

    Importing the package then costs nothing, and a name that is a file of the room as well cannot be at its door.

    Parameters
    ----------
    room : str
        The package's ``__name__``.

    Returns
    -------
    tuple
        Both functions.
    """

    def load(name: str) -> Any:
        if name == "__all__":
            return sorted(names(room))
        if name.startswith("__") or name not in names(room):
            raise AttributeError(f"module {room!r} has no attribute {name!r}")
        module, there = names(room)[name]
        found = getattr(import_module(module), there)
        if "IPython" in sys.modules or "marimo" in sys.modules:
            # In a notebook the nouns show themselves as tables.
            import_module("solver.report.reprs").register()
        return found

    return load, lambda: sorted(names(room))


@cache
def names(room: str) -> dict[str, tuple[str, str]]:
    """Return what stands at a room's door: for each name the file that it comes from and what it is called there.

    Examples
    --------
    >>> names("solver")["read_workspace"]
    ('solver.importers.doors', 'read_workspace')
    """
    import ast
    import linecache

    # Whoever has loaded the room, pytest too, may not know its source; its file, or else an archive's loader, does.
    door = sys.modules[room]
    tree = ast.parse("".join(linecache.getlines(str(door.__file__), vars(door))))
    guarded = (node for node in tree.body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
    listed = (one for node in guarded for one in node.body if isinstance(one, ast.ImportFrom) and one.module)
    return {alias.asname or alias.name: (str(one.module), alias.name) for one in listed for alias in one.names}
