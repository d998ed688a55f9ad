"""Which files of a workspace are role cards, and which are documents about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from solver.domain.cards import RoleCard
from solver.domain.naming import folded
from solver.errors import Fault, InputError
from solver.readers.cards.cards import card_id, read_card
from solver.readers.text.documents import is_document


@dataclass
class Cards:
    """The cards of a folder: good ones, the faults of bad ones by id, documents passed over, and every file read."""

    good: dict[str, RoleCard] = field(default_factory=dict)
    bad: dict[str, list[Fault]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)
    read: list[Path] = field(default_factory=list)


def read_cards(folder: Path, held: Iterable[str] = (), *, is_roster: bool = False) -> Cards:
    """Return the cards in ``cards/*.md`` and ``cards/ID/IDENTITY.md``; a bad one does not sink the load.

    Parameters
    ----------
    folder : Path
        The workspace.
    held : iterable of str
        Ids that the roster names: such a file is a card, whatever it is called.
    is_roster : bool
        Whether there is a roster; without one every card is a member, and no two may differ in case only.

    Returns
    -------
    Cards
        By id; faults of the folder as a whole stand in ``faults``.
    """
    found, wanted, places = Cards(), {folded(name) for name in held}, dict[str, str]()
    paths = sorted([*folder.glob("cards/*.md"), *folder.glob("cards/*/IDENTITY.md")])
    for path in paths:
        name = card_id(path)
        # A folder with an IDENTITY.md is meant as a card, unless it is a form to fill in.
        is_named = path.name != "IDENTITY.md" or name.startswith((".", "_"))
        if is_named and (name.startswith(".") or is_document(f"{name}.md")) and folded(name) not in wanted:
            found.documents.append(path.name)
            continue
        _read(path, found)
        same = folded(name) if not is_roster else name
        if same in places:
            got = repr(name) if places[same] == name else f"{name!r} beside {places[same]!r}"
            found.faults.append(Fault(str(path), 1, "an id of its own", got))
        places.setdefault(same, name)
    if not found.good:
        expected = "at least one role card without a fault" if found.bad else "at least one role card"
        got = f"only {', '.join(found.documents)}" if found.documents and not found.bad else "none"
        found.faults.append(Fault(str(folder / "cards"), 1, expected, got))
    return found


def _read(path: Path, found: Cards) -> None:
    try:
        card = read_card(path)
    except InputError as error:
        found.bad.setdefault(card_id(path), []).extend(error.faults)
    else:
        found.good[card.id] = card
    if path.is_file():
        found.read.append(path)
