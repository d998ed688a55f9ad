"""Reads a catalogue: a folder of role cards of people who could join, with what each costs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from os.path import lexists
from pathlib import Path

from solver.domain.cards import RoleCard
from solver.errors import Fault, InputError
from solver.readers.cards.cards import read_card
from solver.readers.text.documents import is_document
from solver.readers.text.files import read_text

# What a card without a line in costs.csv costs: one average member's week, in hours.
COST = Decimal(40)


@dataclass(frozen=True)
class Candidate:
    """A card that could join, and its cost in the unit of the catalogue, at least 0."""

    card: RoleCard
    cost: Decimal


def read_catalogue(folder: Path) -> tuple[Candidate, ...]:
    """Return the cards of a folder, by id.

    Parameters
    ----------
    folder : Path
        Holds ``cards/*.md``, ``cards/ID/IDENTITY.md`` or ``*.md`` beside each other (``README.md`` and other documents
        are no cards), and ``costs.csv`` with the columns ``card`` and ``cost`` if wanted.

    Returns
    -------
    tuple of Candidate
        At least one.

    Raises
    ------
    InputError
        With the faults of all files at once.
    """
    paths = [*folder.glob("cards/*.md"), *folder.glob("cards/*/IDENTITY.md"), *folder.glob("*.md")]
    cards, faults = dict[str, RoleCard](), list[Fault]()
    for path in sorted(path for path in paths if not is_document(path.name)):
        try:
            card = read_card(path)
        except InputError as error:
            faults += error.faults
            continue
        if card.id in cards:
            faults.append(Fault(str(path), 1, "an id of its own", repr(card.id)))
        cards[card.id] = card
    if not cards and not faults:
        faults.append(Fault(str(folder), 1, "a folder with role cards", "none"))
    costs = _costs(folder / "costs.csv", cards, faults)
    if faults:
        raise InputError(tuple(faults))
    return tuple(Candidate(cards[name], costs.get(name, COST)) for name in sorted(cards))


def _costs(path: Path, cards: dict[str, RoleCard], faults: list[Fault]) -> dict[str, Decimal]:
    if not lexists(path):
        return {}
    found = dict[str, Decimal]()
    try:
        rows = csv.DictReader(io.StringIO(read_text(path, "a CSV file", keep_line_ends=True), newline=""))
        if not {"card", "cost"} <= set(rows.fieldnames or ()):
            faults.append(Fault(str(path), 1, "the columns card and cost", ", ".join(rows.fieldnames or ()) or "none"))
            return {}
        for row in rows:
            name, text = (row["card"] or "").strip(), (row["cost"] or "").strip()
            if name not in cards or name in found:
                faults.append(Fault(str(path), rows.line_num, "the id of a card of the catalogue, once", repr(name)))
            cost = cost_of(text)
            if cost is None:
                faults.append(Fault(str(path), rows.line_num, "a cost from 0 to 999999, two decimals", repr(text)))
            found[name] = cost or Decimal(0)
    except InputError as error:
        faults += error.faults
    except csv.Error as error:
        faults.append(Fault(str(path), 1, "CSV", str(error)))
    return found


def cost_of(text: str) -> Decimal | None:
    """Return a cost from 0 to 999999 with up to two decimals, None if the text is none.

    Examples
    --------
    >>> cost_of("12.5"), cost_of("-1"), cost_of("a lot")
    (Decimal('12.5'), None, None)
    """
    try:
        cost = Decimal(text)
    except InvalidOperation:
        return None
    fits = cost.is_finite() and 0 <= cost < 10**6 and cost * 100 == int(cost * 100)
    return cost if fits else None
