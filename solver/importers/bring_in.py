"""The one road of an import: read the sources, join them, write the workspace, keep the user's edits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final

from solver.errors import Fault, InputError
from solver.importers import settings
from solver.importers.fields import columns_of
from solver.importers.files.table import read_header
from solver.importers.gather import Gathered, gather
from solver.importers.join import Joined, join
from solver.importers.nouns import LEFT_OUT, TAKEN, Entry
from solver.importers.proposed import proposals
from solver.importers.source import Source
from solver.importers.trackers import custom
from solver.importers.written import settings_text
from solver.importers.written.changes import changes
from solver.importers.written.merge import merged_lines, merged_rows
from solver.importers.written.report import headline, ledger, report_json, report_markdown, totals
from solver.importers.written.workspace_files import write_files
from solver.readers.text.files import read_text
from solver.writing import write_file, write_folder

KEPT: Final = ".import"
RECORDS: Final = "records.json"
# Under this name a record has the id of its task, where it is another than that of the row.
CALLED: Final = "called"
SOURCES: Final = "sources.json"
# What a fault calls a file that the user may have edited.
MINE: Final = "a file of the workspace"
REPORTS: Final = ("import-report.md", "import-report.json")


@dataclass
class Brought:
    """What an import did: its first lines, and the changes since the last one (None at the first)."""

    head: list[str]
    changes: list[str] | None
    written: list[str] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def bring_in(sources: Iterable[Path], folder: Path) -> Brought:
    """Write a workspace from strangers' files; over one that an import wrote, keep what the user changed.

    Parameters
    ----------
    sources : iterable of Path
        Files and folders; they are never written to.
    folder : Path
        New, empty, or written by an import before.

    Returns
    -------
    Brought
        Counts, and what changed since the last import.

    Raises
    ------
    InputError
        If a source is missing or none is of a known family, or the folder holds something else.
    """
    sources = list(sources)
    base = _base(folder)
    chosen = settings.read_settings(folder / settings.FILE)
    gathered = gather(sources, chosen, folder)
    if not gathered.intakes:
        raise InputError(tuple(_unknown(gathered, sources)))
    again = _again(base, gathered)
    if again:
        gathered = gather([*again, *sources], chosen, folder)
    joined = join(gathered, chosen, proposals.accepted(folder / proposals.FILE))
    written = write_files(joined, chosen)
    texts = dict(written.texts)
    texts[settings.FILE] = settings_text.settings_text(_tables(gathered))
    now = _records(gathered, joined)
    merged, lost, same = _merge(folder, base, texts)
    lines = [*ledger(gathered, joined, written), *lost]
    lines += [Entry(path.as_posix(), 1, TAKEN, "read again: nothing of its kind was given this time") for path in again]
    found = totals(gathered, joined)
    head = headline(found, gathered, joined, written)
    merged[proposals.FILE] = proposals.proposals_text(joined.proposals, folder / proposals.FILE)
    merged["import-report.md"] = report_markdown(head, gathered, lines)
    merged["import-report.json"] = report_json(found, gathered, lines)
    before = base.get(RECORDS)
    told = None if before is None else list(changes(json.loads(before), now))
    kept = {f"{KEPT}/{name}": text for name, text in texts.items()}
    kept[f"{KEPT}/{SOURCES}"] = json.dumps(_kinds(gathered), indent=1, ensure_ascii=False) + "\n"
    kept[f"{KEPT}/{RECORDS}"] = json.dumps(now, indent=0, ensure_ascii=False) + "\n"
    written_now = {name: text for name, text in merged.items() if name not in same}
    _write(folder, written_now | kept, {name for name in base if name not in {*texts, RECORDS, SOURCES}})
    return Brought(head, told, sorted(merged), gathered.left_out)


def _base(folder: Path) -> dict[str, str]:
    """Return the files of the last import by path; {} where the folder is new or empty."""
    kept = folder / KEPT
    if kept.is_dir():
        files = (path for path in sorted(kept.rglob("*")) if path.is_file())
        return {path.relative_to(kept).as_posix(): path.read_bytes().decode("utf-8") for path in files}
    if folder.exists() and (not folder.is_dir() or any(path.name != settings.FILE for path in folder.iterdir())):
        expected = "a new or empty folder, or a workspace that an import wrote"
        raise InputError((Fault(str(folder), 1, expected, "something else is there", "another folder after -o"),))
    return {}


def _kinds(gathered: Gathered) -> dict[str, list[str]]:
    """Return which files gave cards, tasks and leave."""
    kinds: dict[str, list[str]] = {"cards": [], "tasks": [], "leave": []}
    for intake in gathered.intakes:
        for kind, names in kinds.items():
            if getattr(intake, kind):
                names.append(intake.file)
    return kinds


def _again(base: Mapping[str, str], gathered: Gathered) -> list[Path]:
    """Return the files of the last import that gave what no file gives now: next week's export brings no people."""
    if SOURCES not in base:
        return []
    now = _kinds(gathered)
    before: dict[str, list[str]] = json.loads(base[SOURCES])
    names = [name for kind, files in before.items() if not now.get(kind) for name in files]
    given = set(gathered.files) | set(now["cards"])
    paths = (Path(name) for name in dict.fromkeys(names) if name not in given)
    return [path for path in paths if path.exists()]


def _unknown(gathered: Gathered, sources: list[Path]) -> Iterable[Fault]:
    for name, reason in list(gathered.left_out.items())[:10]:
        maybe = (
            "columns: for it under files: in import.yaml of the workspace" if name.endswith((".csv", ".xlsx")) else ""
        )
        yield Fault(name, 1, "a file of a known family", reason, maybe)
    if len(gathered.left_out) > 10:
        yield Fault(str(sources[0]), 1, "files of a known family", f"{len(gathered.left_out) - 10} more that are not")
    if not gathered.left_out:
        yield Fault(str(sources[0]), 1, "at least one file", "none")


def _tables(gathered: Gathered) -> dict[str, dict[str, str]]:
    """Return what the columns of tables of no tracker were taken to mean, for the user to mend."""
    found = {}
    for intake in gathered.intakes:
        if intake.family == custom.NAME:
            header = Source(Path(intake.file), intake.file).heading
            names = columns_of(header).names
            found[Path(intake.file).name] = {name: field for field, name in names.items()}
    return found


def _records(gathered: Gathered, joined: Joined) -> dict[str, dict[str, str]]:
    """Return what the sources say, row by row: tasks, cards, days of leave."""
    found: dict[str, dict[str, str]] = {}
    for intake in gathered.intakes:
        for name, row in intake.records.items():
            called = joined.called.get((intake.file, name))
            found[name] = row | {CALLED: called} if called else row
        for card in intake.cards:
            data = asdict(card)
            data.pop("file"), data.pop("line")
            found[f"card {card.id}"] = {"title": card.title} | {
                name: _text(value) for name, value in data.items() if value
            }
        for one in intake.leave:
            found[f"leave {one.person} {one.first}"] = {"until": one.last, "reason": one.reason}
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _merge(
    folder: Path, base: Mapping[str, str], texts: Mapping[str, str]
) -> tuple[dict[str, str], list[Entry], set[str]]:
    """Return each file with the user's edits kept, and a ledger line for whatever of the import lost to one.

    The last are the files that say what they said: they stay as the user's program wrote them.
    """
    merged, entries, same = dict[str, str](), list[Entry](), set[str]()
    for name, now in texts.items():
        path = folder / name
        if name not in base and not path.exists():
            merged[name] = now
            continue
        if name in base and not path.exists() and name.startswith("cards/"):
            entries.append(Entry(name, 1, LEFT_OUT, "you deleted this card: it stays away"))
            continue
        mine = read_text(path, MINE, keep_line_ends=True, as_written=True) if path.exists() else base.get(name, "")
        if name == "backlog.csv" and (maybe := _without_ids(mine)):
            raise InputError((Fault(str(path), 1, "a backlog with the column 'id', by which rows are joined", maybe),))
        old = base.get(name, "")
        both = merged_rows(old, now, mine, "id") if name == "backlog.csv" else merged_lines(old, now, mine)
        merged[name] = both[0]
        same |= {name} if path.exists() and both[0] == mine else set()
        entries += [Entry(name, 1, LEFT_OUT, f"yours stays instead of: {line}") for line in both[1]]
    return merged, entries, same


def _without_ids(text: str) -> str:
    """Return the header of a backlog whose rows cannot be told apart, "" where they can or there is none."""
    header = read_header(text)
    return ", ".join(header) if header and "id" not in header else ""


def _write(folder: Path, texts: Mapping[str, str], gone: Iterable[str]) -> None:
    """Write a new workspace whole; of an old one each file whole."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        write_folder(folder, texts)
        return
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_file(folder / name, text)
    for name in gone:
        (folder / KEPT / name).unlink(missing_ok=True)
        if name.startswith("cards/"):
            (folder / name).unlink(missing_ok=True)
