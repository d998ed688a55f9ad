"""What HiGHS prints is kept from the output, and nothing else is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading

from solver.assignment.model.highs import muted

BROKEN_OFF = """
library = ctypes.CDLL(None)
with suppress(ValueError), muted():
    library.puts(b"rounded")
    raise ValueError
library.puts(b"told")
library.fflush(None)
"""
CLOSED = """
with muted():
    os.write(2, b"within")
os.dup(1)
"""


def run(code: str, shell: str = 'exec "$0" -c "$1"') -> subprocess.CompletedProcess[str]:
    """Return what a process with an output of its own prints, which is buffered."""
    code = f"import ctypes, os\nfrom contextlib import suppress\nfrom {muted.__module__} import muted\n{code}"
    line, env = ["/bin/sh", "-c", shell, sys.executable, code], {**os.environ}
    env.pop("PYTHONUNBUFFERED", None)
    return subprocess.run(line, capture_output=True, text=True, check=False, env=env)


def test_nothing_is_printed_later_where_the_search_is_broken_off() -> None:
    """The line lies in the buffer of the library then."""
    assert run(BROKEN_OFF).stdout == "told\n"


def test_a_closed_output_stays_closed() -> None:
    """There is nothing to keep anything from."""
    ran = run(CLOSED, 'exec "$0" -c "$1" >&-')
    assert ran.stderr.startswith("within")
    assert "Bad file descriptor" in ran.stderr


def test_two_threads_leave_the_output_where_it_was() -> None:
    """The second one begins only when the first one has put the output back."""
    before, first_is_in, second_is_in = os.fstat(1), threading.Event(), threading.Event()

    def second() -> None:
        first_is_in.wait()
        with muted():
            second_is_in.set()
            first.join()

    def run_first() -> None:
        with muted():
            first_is_in.set()
            second_is_in.wait(0.2)

    first, other = threading.Thread(target=run_first), threading.Thread(target=second)
    first.start()
    other.start()
    other.join()
    assert os.path.samestat(os.fstat(1), before)
