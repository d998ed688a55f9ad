"""Which files of a workspace are role cards, and which are documents about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from solver.domain.cards import RoleCard
from solver.domain.naming import folded
from solver.errors import Fault, InputError
from solver.readers.cards import card_id, read_card

# Files that stand beside cards and describe no role; so do all whose name starts with a dot or an underscore.
DOCUMENTS: Final = (
    *("readme", "license", "licence", "notice", "contributing", "changelog", "code_of_conduct"),
    *("agents", "claude", "gemini", "copilot-instructions", "index", "template"),
)


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
        if is_document(path) and folded(card_id(path)) not in wanted:
            found.documents.append(path.name)
            continue
        _read(path, found)
        name = card_id(path)
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


def is_document(path: Path) -> bool:
    """Return whether a file describes no role by its name.

    Examples
    --------
    >>> is_document(Path("cards/README.md")), is_document(Path("cards/_TEMPLATE.md")), is_document(Path("cards/QA.md"))
    (True, True, False)
    """
    return path.stem.startswith((".", "_")) or folded(path.stem) in DOCUMENTS


def _read(path: Path, found: Cards) -> None:
    try:
        card = read_card(path)
    except InputError as error:
        found.bad.setdefault(card_id(path), []).extend(error.faults)
    else:
        found.good[card.id] = card
    if path.is_file():
        found.read.append(path)
