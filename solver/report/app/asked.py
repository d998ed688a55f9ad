"""What a page asks for."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solver.domain.world import World

Message = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """The workspace, the lines that change it, and the workspace's own plan as a pickled ``Row``.

    That plan ``is_settled`` unless a better one is still looked for.
    """

    folder: Path
    world: World
    lines: tuple[str, ...] = ()
    base: bytes = b""
    time_limit: float = 60.0
    is_settled: bool = True
