"""Runs the fuzzer: ``python -m tests.fuzz.run --count 200000``; what fails is kept in ``corpus``, and tested."""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import FrameType

from solver.readers.written.template import FILES
from tests.fuzz.mutations import mutated
from tests.fuzz.targets import TARGETS, Target, refused_or_read

CORPUS = Path(__file__).parent / "corpus"
# Of the process's own time: other work on the machine does not count.
MOST_SECONDS = 2.0


def place_for(target: Target, folder: Path) -> Path:
    """Return where a target's bytes go in a fresh copy of the starting workspace."""
    if not folder.exists():
        shutil.copytree(FILES, folder)
    file = folder / target.file
    if target.file.startswith("backlog"):
        (folder / "backlog.csv").unlink(missing_ok=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.parent.name == "catalogue":
        (file.parent / "ANN.md").write_text("## Core Capabilities\n- web: 0.9\n")
    return file


@contextmanager
def limited(seconds: float = MOST_SECONDS) -> Iterator[None]:
    """Raise within what runs longer than its time."""

    def late(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGVTALRM, late)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def failure(target: Target, file: Path, data: bytes) -> str:
    """Return what is wrong with how a target takes an input: the last lines of a traceback, or nothing."""
    file.write_bytes(data)
    try:
        with limited(), warnings.catch_warnings():
            warnings.simplefilter("error")
            refused_or_read(target, file)
    except KeyboardInterrupt:
        raise
    except BaseException:
        return traceback.format_exc(limit=-3)
    return ""


def run(count: int, seed: int, keep: Path | None = None, only: str = "") -> list[str]:
    """Return what went wrong in so many inputs; with ``keep`` each such input is written there."""
    chance, found, kinds = random.Random(seed), list[str](), set[str]()
    everything = [one for target in TARGETS.values() for one in target.seeds]
    with tempfile.TemporaryDirectory() as made:
        names = [only] if only else list(TARGETS)
        files = {name: place_for(TARGETS[name], Path(made) / name) for name in names}
        for number in range(count):
            name = names[number % len(names)]
            target = TARGETS[name]
            data = mutated(chance.choice(target.seeds), everything, chance)
            wrong = failure(target, files[name], data)
            if not wrong:
                continue
            found.append(f"{name}, input {number} of seed {seed}:\n{wrong}")
            # One input of each kind is enough to keep: where it went wrong names the kind.
            kind = wrong.rpartition('File "')[2].split(", in")[0] + wrong.splitlines()[-1][:40]
            if keep and (name + kind) not in kinds:
                kinds.add(name + kind)
                (keep / name).mkdir(parents=True, exist_ok=True)
                (keep / name / sha256(data).hexdigest()[:12]).write_bytes(data)
    return found


def main() -> int:
    """Read the options, run, print what went wrong and return 1 if anything did."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=200_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--only", default="", choices=["", *TARGETS])
    given = options.parse_args()
    found = run(given.count, given.seed, CORPUS, given.only)
    print(*found[:20], sep="\n\n")
    print(f"{given.count:,} inputs, {len(found)} of them wrong")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
