"""One door to HiGHS, for linear programs that are kept and changed: no banner, no output."""

from __future__ import annotations

import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, Final

# The numbers that HiGHS gives the dual and the primal simplex.
DUAL: Final = 1
PRIMAL: Final = 4
# The output is that of the process: threads that put it back out of turn would lose it.
_MUTING: Final = threading.RLock()


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
    library = ctypes.CDLL(None)
    with _MUTING:
        kept = _sent_nowhere(library)
        try:
            yield
        finally:
            # What is still buffered would be printed later.
            library.fflush(None)
            if kept is not None:
                os.dup2(kept, 1)
                os.close(kept)


def _sent_nowhere(library: ctypes.CDLL) -> int | None:
    """Send the output of the process nowhere, and return what it was; None where it is closed or cannot be sent."""
    if sys.stdout is not None:
        sys.stdout.flush()
    library.fflush(None)
    try:
        kept = os.dup(1)
    except OSError:
        return None
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except OSError:
        os.close(kept)
        return None
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return kept
