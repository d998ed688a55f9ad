"""Every engine gives the same values in the same order, and none is lost with its worker."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from solver.errors import Fault, InputError
from solver.whatif.engines import run_all

ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "20s"}


def square(item: int) -> int:
    """Return the square."""
    return item * item


def square_once(folder: Path, item: int) -> int:
    """Return the square; the worker that gets item 5 first dies of it."""
    mark = folder / "died"
    if item == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return item * item


def die(item: int) -> int:
    """Kill the process."""
    os.kill(os.getpid(), signal.SIGKILL)
    return item


def refuse(item: int) -> int:
    """Raise what bad input raises."""
    raise InputError((Fault("a.csv", item, "a number", "'x'"),))


@contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[subprocess.Popen[str]]]]:
    """Run a scheduler and workers of one thread on the loopback; yield the address and the workers."""
    dask = [sys.executable, "-m"]
    first = [*dask, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--idle-timeout", "120s"]
    started: list[subprocess.Popen[str]] = []
    quiet = {"stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL, "text": True, "env": ENVIRONMENT}
    try:
        scheduler = subprocess.Popen([*first, "--no-dashboard", "--no-show"], **quiet)  # type: ignore[call-overload]
        started.append(scheduler)
        lines = iter(scheduler.stderr.readline, "")
        address = next(word for line in lines if "Scheduler at:" in line for word in line.split() if "tcp://" in word)
        more = [*dask, "distributed.cli.dask_worker", address, "--nthreads", "1", "--death-timeout", "60"]
        quiet["stderr"] = subprocess.DEVNULL
        for _ in range(workers):
            started.append(subprocess.Popen([*more, "--no-nanny", "--no-dashboard"], **quiet))
        yield address, started[1:]
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()
            if process.stderr:
                process.stderr.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_values_stand_in_the_order_of_the_items(workers: int) -> None:
    """One process or two: same values, same order, and each is reported once."""
    seen: dict[int, int] = {}
    assert run_all(square, range(9), workers=workers, progress=seen.__setitem__) == tuple(i * i for i in range(9))
    assert seen == {i: i * i for i in range(9)}
    assert run_all(square, [], workers=workers) == ()


def test_a_killed_process_costs_nothing(tmp_path: Path) -> None:
    """The item that killed its process, and what was lost with it, are run again."""
    seen: list[int] = []
    found = run_all(partial(square_once, tmp_path), range(20), workers=2, progress=lambda place, _: seen.append(place))
    assert found == tuple(i * i for i in range(20))
    assert sorted(seen) == list(range(20))


def test_a_deadly_item_is_an_error() -> None:
    """Items that always kill their process end in an error, not in an endless loop."""
    with pytest.raises(RuntimeError, match="workers died 3 times in a row, 2 items are left"):
        run_all(die, range(2), workers=2)


def test_faults_come_back_whole() -> None:
    """Bad input found in another process is the same error here."""
    with pytest.raises(InputError, match="a.csv:[01]: expected a number, got 'x'"):
        run_all(refuse, range(2), workers=2)
    error = InputError((Fault("a.csv", 1, "a number", "'x'"),))
    assert pickle.loads(pickle.dumps(error)).faults == error.faults


def test_no_scheduler_is_bad_input() -> None:
    """An address that nobody listens at, or that is none, is a fault."""
    with pytest.raises(InputError, match="--cluster:1: expected the address of a Dask scheduler, got 'nowhere'"):
        run_all(square, range(2), cluster="nowhere")


def whose(item: int) -> int:
    """Return the process that runs the item."""
    return os.getpid()


@pytest.mark.slow
def test_a_cluster_of_one_worker_does_the_work() -> None:
    """Nothing is run here, and what fails there fails here."""
    with cluster(1) as (address, _):
        assert os.getpid() not in run_all(whose, range(3), cluster=address)
        with pytest.raises(InputError, match="expected a number, got 'x'"):
            run_all(refuse, range(2), cluster=address)


@pytest.mark.slow
def test_a_killed_worker_of_a_cluster_costs_nothing(tmp_path: Path) -> None:
    """Two workers, one killed by its own item: all values, in order."""
    with cluster(2) as (address, workers):
        found = run_all(partial(square_once, tmp_path), range(40), cluster=address)
        assert sorted(process.poll() is None for process in workers) == [False, True]
    assert found == tuple(i * i for i in range(40))
