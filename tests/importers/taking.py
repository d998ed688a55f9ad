"""Files of our own writing, read by the families of cards as an import reads them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from solver.importers.families import family_of
from solver.importers.nouns import ImportedCard, Intake
from solver.importers.prose.channel_counts import over_all, settle
from solver.importers.source import Source


@dataclass
class Taken:
    """What the files gave, the files that no family of cards knows, and the counts over all."""

    intakes: list[Intake]
    left_out: list[str]
    facts: dict[str, int]

    @property
    def cards(self) -> dict[str, ImportedCard]:
        """The cards by id."""
        return {card.id: card for intake in self.intakes for card in intake.cards}

    @property
    def ledger(self) -> str:
        """All lines of the ledger as one text."""
        return "\n".join(f"{e.file}:{e.line}: {e.what}: {e.text}" for intake in self.intakes for e in intake.ledger)


def take(root: Path, files: dict[str, str | bytes]) -> Taken:
    """Write files and read them."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return take_folder(root)


def take_folder(root: Path) -> Taken:
    """Read what lies in a folder, or one file."""
    intakes, left_out = [], []
    base = root if root.is_dir() else root.parent
    for path in sorted(path for path in base.rglob("*") if path.is_file() and path.is_relative_to(root)):
        source = Source(path, path.relative_to(base).as_posix())
        family, _ = family_of(source)
        if family is None:
            left_out.append(source.name)
        else:
            intakes.append(family.read(source))
    found: Counter[str] = Counter()
    for intake in intakes:
        found.update(intake.facts)
    settle(intakes)
    return Taken(intakes, left_out, {**found, **over_all(intakes)})


def facts(taken: Taken, *names: str) -> tuple[int, ...]:
    """Return some of the counts, 0 for one that is not there."""
    return tuple(taken.facts.get(name, 0) for name in names)
