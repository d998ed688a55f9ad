"""A changed world as a workspace of its own, so that ``plan`` makes the same plan of it."""

from __future__ import annotations

from pathlib import Path

from solver.domain.world import World
from solver.errors import InputError
from solver.readers.workspace import read_workspace
from solver.readers.written.cards import unwritable
from solver.readers.written.workspace import meaning, workspace_texts
from solver.writing import refuse_taken, write_folder


def write_world(world: World, folder: Path) -> tuple[Path, ...]:
    """Write cards, team, vocabulary and backlog into a new or empty folder, and read them back.

    Parameters
    ----------
    world : World
        Such as the one that ``apply`` returns.
    folder : Path
        Is made if it is not there.

    Returns
    -------
    tuple of Path
        The files written.

    Raises
    ------
    InputError
        If the folder holds anything, or the files would not say what the world is; nothing stays behind.
    """
    refuse_taken(folder)
    texts = workspace_texts(world.team, world.backlog, world.weights)
    return write_folder(folder, texts, lambda made: _refuse_other(world, made))


def _refuse_other(world: World, folder: Path) -> None:
    """Read the files back; raise with each noun that they hold otherwise."""
    try:
        found = read_workspace(folder)
    except InputError as error:
        raise unwritable(f"{error.faults[0].got} where {error.faults[0].expected} should stand") from error
    wanted = meaning(world.team, world.backlog, world.weights)
    got = meaning(found.team, found.backlog, found.weights)
    names = [name for name, value in wanted.items() if got.get(name) != value]
    names += sorted(got.keys() - wanted.keys())
    if names:
        raise unwritable(f"{', '.join(names)} that read back otherwise")
