"""Finished rows of a sweep in a file, one JSON object a line: what is written once is never lost or computed again."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from solver.assignment.result import Result
from solver.changes.change import Change
from solver.errors import Fault, InputError
from solver.whatif.sweeps.rows import SweepRow, plan_from_data, plan_to_data


def key_of(inputs: Iterable[tuple[str, str]], options: dict[str, Any], changes: tuple[Change, ...]) -> str:
    """Return what names a row among all that were ever computed: the files read, the options, and the changes.

    Parameters
    ----------
    inputs : iterable of (str, str)
        Name and SHA-256 of each file of the workspace.
    options : dict
        What else decides about the plan, such as the seed.
    changes : tuple of Change
        In their order; a card to add counts with its content.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    cards = [_digest(Path(one.text.partition("=")[0].strip())) for one in changes if one.kind == "add"]
    said = [sorted(inputs), sorted(options.items()), [[one.kind, one.text] for one in changes], cards]
    return sha256(json.dumps(said, default=str).encode()).hexdigest()


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


@dataclass
class Store:
    """Rows and base plans by key; without a file they are only kept in memory."""

    path: Path | None = None
    rows: dict[str, SweepRow] = field(default_factory=dict)
    bases: dict[str, Result] = field(default_factory=dict)

    def read(self) -> None:
        """Read the file if it is there; a last line that was torn when its writer died is cut off.

        Raises
        ------
        InputError
            With every line that is no row.
        """
        if self.path is None or not self.path.exists():
            return
        content = self.path.read_bytes()
        whole = content.rfind(b"\n") + 1
        faults = []
        for number, line in enumerate(content[:whole].split(b"\n"), start=1):
            try:
                self._take(json.loads(line)) if line.strip() else None
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                got = f"{type(error).__name__} {error}"
                faults.append(Fault(str(self.path), number, "a row of a sweep", got[:80]))
        if faults:
            raise InputError(tuple(faults))
        if whole < len(content):
            os.truncate(self.path, whole)

    def _take(self, data: dict[str, Any]) -> None:
        if "plan" in data:
            self.bases[str(data["key"])] = plan_from_data(data["plan"])
        else:
            row = SweepRow.from_data(data)
            self.rows[row.key] = row

    def add(self, row: SweepRow) -> None:
        """Keep a row; when this returns it is on the disk."""
        self.rows[row.key] = row
        self._write(row.to_data())

    def add_base(self, key: str, result: Result) -> None:
        """Keep the plan of the base."""
        self.bases[key] = result
        self._write({"key": key, "plan": plan_to_data(result)})

    def _write(self, data: dict[str, Any]) -> None:
        if self.path is None:
            return
        # One write of one line: a reader sees all of it, or a torn end that it cuts off.
        with self.path.open("ab", buffering=0) as stream:
            stream.write(json.dumps(data, ensure_ascii=False).encode() + b"\n")
            os.fsync(stream.fileno())
