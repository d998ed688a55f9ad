"""How commands read a workspace: where every warning is a fault, what ``check`` warns of is one too."""

from __future__ import annotations

from pathlib import Path

from solver.importers import doors
from solver.readers import workspace
from solver.readers.workspace import Tasks, Workspace


def read_workspace(
    folder: Path,
    *,
    strict: bool = False,
    team: Path | None = None,
    backlog: Path | None = None,
    vocabulary: Path | None = None,
    tasks: Tasks = "needed",
) -> Workspace:
    """Return what a folder holds.

    Parameters
    ----------
    folder : Path
        The workspace.
    strict : bool
        Whether each warning refuses the load: those about the input, and those of ``check``.
    team, backlog, vocabulary : Path, optional
        Read instead of the folder's own.
    tasks : str
        Whether a backlog is ``needed``, read ``if there``, or ``unused``.

    Returns
    -------
    Workspace
        As ``solver.importers.doors.read_workspace`` reads it, whoever wrote the files.

    Raises
    ------
    InputError
        With all faults, or all warnings, at once.
    """
    parts = {"team": team, "backlog": backlog, "vocabulary": vocabulary}
    found = doors.read_workspace(folder, strict=strict, tasks=tasks, **parts)
    if strict:
        # Not loaded where nobody asks: most commands are light.
        from solver.matching.linting.lint import lint

        workspace.refuse(lint(found.team, found.backlog))
    return found
