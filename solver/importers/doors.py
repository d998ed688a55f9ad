"""Reads a workspace whose cards or backlog are another tool's: commands take strangers' files where they take ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from solver.errors import Fault, InputError
from solver.readers import workspace
from solver.readers.backlog.columns import are_ours
from solver.readers.text.files import kept_name
from solver.readers.workspace import BACKLOGS, Workspace

if TYPE_CHECKING:
    from solver.importers.gather import Gathered
    from solver.importers.join import Joined

# Where trackers keep their work inside of a folder, and what a file of theirs is called; looked at if nothing is ours.
PLACES: Final = ("backlog/tasks", ".beads", ".taskmaster/tasks")
# Where other tools keep their cards, and how such files end.
AGENTS: Final = (".claude/agents", ".github/agents", ".codex/agents", "agents")
CARDS: Final = {".md", ".toml", ".yaml", ".yml", ".json", ".csv", ".xlsx", ""}
EXPORTS: Final = {".csv", ".tsv", ".json", ".jsonl", ".xlsx", ".yaml", ".yml"}
OWN: Final = {"team.yaml", "vocabulary.yaml", "scenarios.yaml", "import.yaml", "costs.csv", "proposals.csv"}
# Files that say in their first letters that they are cards of another tool.
HEADS: Final = (b"---\n", b"---\r\n")
LINES_LOOKED_AT: Final = 15
# How our reader says that it keeps columns which the import wrote for exports.
OF_COLUMNS: Final = "backlog column"


@dataclass(frozen=True)
class _Foreign:
    """What of a workspace is another tool's; empty tuples where nothing is."""

    cards: tuple[Path, ...] = ()
    tasks: tuple[Path, ...] = ()
    leave: tuple[Path, ...] = ()


def read_workspace(folder: Path | str, *, backlog: Path | None = None, **rest: Any) -> Workspace:
    """Return the team and the backlog of a folder, whoever wrote its files.

    Parameters
    ----------
    folder : Path or str
        A workspace; its cards may be of any family the importers know, its backlog an export of a tracker.
    backlog : Path, optional
        Read instead of the folder's own, with the same freedom.
    **rest
        As ``solver.readers.workspace.read_workspace`` takes them.

    Returns
    -------
    Workspace
        With what was assumed about strangers' files among the assumptions; hashes are those of their own files.

    Raises
    ------
    InputError
        With the faults of every file at once.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise InputError((_no_folder(folder),))
    found = _foreign(folder, backlog, is_needed=rest.get("tasks", "needed") != "unused")
    if not found.cards and not found.tasks:
        return workspace.read_workspace(folder, backlog=backlog, **rest)
    return _through_the_door(folder, backlog, found, rest)


def _no_folder(path: Path) -> Fault:
    """Return that what should be a workspace is a file, with the folder that it is in, or is not there."""
    beside = path.parent if path.exists() and (path.parent / "cards").is_dir() else None
    got, maybe = "a file" if path.exists() else "no such folder", f"{str(beside)!r}, in which it is." if beside else ""
    return Fault(str(path), 1, "a workspace, which is a folder", got, maybe)


def _foreign(folder: Path, backlog: Path | None, *, is_needed: bool) -> _Foreign:
    """Return which files are another tool's, without reading more than a line of those that are ours."""
    tasks = tuple(_tasks(folder, backlog)) if is_needed or backlog is not None else ()
    cards = tuple(_cards(folder))
    return _Foreign(cards, tasks, tuple(_leave(folder)) if cards else ())


def _cards(folder: Path) -> Iterator[Path]:
    if not (folder / "cards").exists():
        yield from _cards_beside(folder)
        return
    paths = [path for path in sorted(folder.glob("cards/*")) if path.is_file()]
    if any(_is_strange(path) for path in paths):
        yield from paths
        yield from sorted(folder.glob("cards/*/IDENTITY.md"))


def _cards_beside(folder: Path) -> Iterator[Path]:
    """Yield the cards of a folder that has no ``cards/``: where other tools keep theirs, or beside each other."""
    near = [path for path in sorted(folder.glob("*")) if path.suffix.lower() in CARDS and path.name not in OWN]
    near += [path for place in AGENTS for path in sorted((folder / place).rglob("*"))]
    near += sorted(folder.glob("*/IDENTITY.md"))
    near = [path for path in near if path.is_file()]
    if not near:
        return
    from solver.importers.card_families import CARD_FAMILIES
    from solver.importers.families import family_of
    from solver.importers.source import Source

    yield from (path for path in near if family_of(Source(path, path.as_posix()))[0] in CARD_FAMILIES)


def _is_strange(path: Path) -> bool:
    if path.suffix.lower() != ".md":
        return path.suffix.lower() in {".toml", ".yaml", ".yml", ".json"}
    with path.open("rb") as stream:
        return stream.read(5).removeprefix(b"\xef\xbb\xbf").startswith(HEADS)


def _tasks(folder: Path, backlog: Path | None) -> Iterator[Path]:
    if backlog is not None:
        yield from [backlog] if _is_trackers(backlog) else []
        return
    own = [folder / name for name in BACKLOGS if (folder / name).exists()]
    if len(own) == 1 and own[0].is_file():
        yield from own if _is_trackers(own[0]) else []
        return
    if own and (not own[0].is_dir() or any(own[0].glob("*.md")) or len(own) > 1):
        return
    places = (folder / place for place in PLACES if (folder / place).is_dir())
    near = [path for place in places for path in sorted(place.iterdir()) if path.is_file()]
    if folder.is_dir():
        near += [path for path in sorted(folder.iterdir()) if path.suffix.lower() in EXPORTS and path.name not in OWN]
    yield from (path for path in near if path.suffix.lower() == ".md" or _is_trackers(path))


def _leave(folder: Path) -> Iterator[Path]:
    """Yield the lists of leave that lie beside a table of people."""
    from solver.importers.families import family_of
    from solver.importers.people import leave
    from solver.importers.source import Source

    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in {".csv", ".xlsx", ".ics"} and path.name not in OWN and not _is_ours(path):
            yield from [path] if family_of(Source(path, path.name))[0] is leave else []


def _is_trackers(path: Path) -> bool:
    """Return whether a file is a tracker's: of a family of its own, or a table that our own reader would refuse."""
    if not path.is_file() or _is_ours(path):
        return False
    from solver.importers.families import family_of
    from solver.importers.source import Source

    family, _ = family_of(Source(path, path.name))
    return family is not None and family.NAME != "leave"


def _is_ours(path: Path) -> bool:
    """Return whether one of the first lines of a table has our own columns, told without our importers.

    Under a title, too: our own reader says that it expects none, and takes each column for what it is.
    """
    if path.suffix.lower() != ".csv":
        return False
    with path.open("rb") as stream:
        return any(_has_our_columns(line) for line in islice(stream, LINES_LOOKED_AT))


def _has_our_columns(line: bytes) -> bool:
    cells = (cell for part in line.split(b";") for cell in part.split(b","))
    return are_ours(cell.strip(b' "\r\n\xef\xbb\xbf').decode("utf-8", "replace") for cell in cells)


def _through_the_door(folder: Path, backlog: Path | None, found: _Foreign, rest: dict[str, Any]) -> Workspace:
    from solver.importers.gather import gather
    from solver.importers.join import join
    from solver.importers.proposed.proposals import FILE as PROPOSALS
    from solver.importers.proposed.proposals import accepted
    from solver.importers.settings import FILE, read_settings
    from solver.importers.written.workspace_files import write_files

    chosen = read_settings(folder / FILE)
    own = [] if found.cards else [*folder.glob("cards/*.md"), *folder.glob("cards/*/IDENTITY.md")]
    gathered = gather([*found.cards, *sorted(own), *found.tasks, *found.leave], chosen)
    joined = join(gathered, chosen, accepted(folder / PROPOSALS))
    texts = write_files(joined, chosen).texts
    with TemporaryDirectory() as place:
        inner = Path(place)
        if not found.cards:
            # Cards of our own name their members themselves; a table of people says their hours in the roster.
            texts["team.yaml"] = texts["team.yaml"].partition("roster:")[0]
        if not found.tasks:
            texts.pop("backlog.csv", None)
        for name in texts if found.cards or not own else ("backlog.csv", "team.yaml"):
            (inner / name).parent.mkdir(parents=True, exist_ok=True)
            (inner / name).write_bytes(texts[name].encode("utf-8"))
        options = _options(folder, inner, backlog, found, rest)
        try:
            read = workspace.read_workspace(inner if found.cards or not own else folder, **options)
        except InputError as error:
            raise InputError(
                tuple(replace(fault, file=_outside(fault.file, inner, folder)) for fault in error.faults)
            ) from error
        return _as_theirs(read, folder, inner, gathered, joined, found, backlog, rest)


def _options(folder: Path, inner: Path, backlog: Path | None, found: _Foreign, rest: dict[str, Any]) -> dict[str, Any]:
    """Return the parts to read: the user's own where there are any, else those that the import wrote."""
    options = dict(rest)
    for name, file in (("team", "team.yaml"), ("vocabulary", "vocabulary.yaml")):
        if options.get(name) is None and (folder / file).exists():
            options[name] = folder / file
    if options.get("team") is None:
        options["team"] = inner / "team.yaml"
    if found.tasks:
        options["backlog"] = inner / "backlog.csv"
    else:
        options["backlog"] = backlog or next((folder / name for name in BACKLOGS if (folder / name).exists()), None)
    return options


def _outside(file: str, inner: Path, folder: Path) -> str:
    """Return a place of the copy as it is called in the folder itself."""
    path = Path(file)
    return str(folder / path.relative_to(inner)) if path.is_relative_to(inner) else file


def _as_theirs(
    read: Workspace,
    folder: Path,
    inner: Path,
    gathered: Gathered,
    joined: Joined,
    found: _Foreign,
    backlog: Path | None,
    rest: dict[str, Any],
) -> Workspace:
    """Return what was read with the strangers' own files, lines and hashes in it."""
    from solver.importers.written.report import said_of

    lines = {one.task.id: (one.task.file, one.task.line) for one in joined.tasks}
    files = {card.id: card.file for card in joined.cards}
    tasks = tuple(
        replace(task, file=lines[task.id][0], line=lines[task.id][1]) if task.id in lines and found.tasks else task
        for task in read.backlog.tasks
    )
    members = tuple(
        replace(
            member,
            file=files.get(member.card.id, member.file),
            card=replace(member.card, file=files.get(member.card.id, member.card.file), kept=())
            if found.cards
            else member.card,
        )
        for member in read.team.members
    )
    strangers = tuple(
        (kept_name(path, folder), sha256(path.read_bytes()).hexdigest())
        for path in (*found.cards, *found.tasks, *found.leave)
    )
    ours = tuple((name, digest) for name, digest in read.inputs if not _is_copy(name, inner))
    given = {"backlog": backlog, **{name: rest.get(name) for name in ("team", "vocabulary")}}
    return replace(
        read,
        team=replace(read.team, members=members),
        backlog=replace(read.backlog, tasks=tasks, kept_columns=()),
        assumptions=(*said_of(gathered, joined), *read.assumptions),
        warnings=tuple(text for text in read.warnings if not text.startswith(OF_COLUMNS)),
        findings=tuple(one for one in read.findings if not one.text.startswith(OF_COLUMNS)),
        inputs=tuple(sorted({*strangers, *ours})),
        files=tuple((name, kept_name(path, folder)) for name, path in given.items() if path),
    )


def _is_copy(name: str, inner: Path) -> bool:
    return Path(name).is_relative_to(inner) or not Path(name).is_absolute() and (inner / name).exists()
