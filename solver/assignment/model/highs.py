"""One door to HiGHS, for linear programs that are kept and changed: no banner, no output."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

# The numbers that HiGHS gives the dual and the primal simplex.
DUAL: Final = 1
PRIMAL: Final = 4


def highs_module() -> Any:
    """Return the library, loaded when it is first asked for."""
    import highspy

    return highspy


def quiet_highs() -> Any:
    """Return an empty program of HiGHS that says nothing."""
    return _quiet_class(highs_module())()


@cache
def _quiet_class(highs: Any) -> Any:
    """Return HiGHS without its banner: output is switched off before the constructor first calls the library."""

    def switch_off(program: Any) -> None:
        program.setOptionValue("output_flag", False)

    return type("Quiet", (highs.Highs,), {"enableCallbacks": switch_off})


@contextmanager
def muted() -> Iterator[None]:
    """Keep what HiGHS prints whatever it is told from the output: a line where an integer program is rounded."""
    sys.stdout.flush()
    library, kept = ctypes.CDLL(None), os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        library.fflush(None)
        os.dup2(nowhere, 1)
        yield
        library.fflush(None)
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
