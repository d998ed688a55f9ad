"""Sessions of the page begin by parsing it, each in a thread of its own; the interpreter cannot do that for two."""

# No __future__ here: what is compiled below would take it over from this file.
import ast
import builtins
from threading import RLock
from typing import Any

_LOCK = RLock()
_COMPILE = builtins.compile


def parse_in_turn() -> None:
    """Have the threads of this process make syntax trees one after the other.

    CPython counts the depth of the tree that it makes in one place for all threads. Two that parse at once fail with
    ``SystemError: AST constructor recursion depth mismatch`` (seen in 3.11 with thirty sessions that open at once), and
    the session stays dead.
    """
    builtins.compile = _in_turn


def _in_turn(source: Any, filename: Any, mode: str, flags: int = 0, *rest: Any, **words: Any) -> Any:
    """Do what ``compile`` does; where trees are made or read, alone."""
    if flags & ast.PyCF_ONLY_AST or isinstance(source, ast.AST):
        with _LOCK:
            return _COMPILE(source, filename, mode, flags, *rest, **words)
    return _COMPILE(source, filename, mode, flags, *rest, **words)
