"""What of a workspace's cards could not be read or understood: it stands first in every answer about them."""

from __future__ import annotations

from solver.domain.cards import RoleCard
from solver.domain.showing import counted, some
from solver.domain.team import Team
from solver.readers.workspace import Workspace

FIRST = 10
# The code of findings about cards with faults.
BAD_CARD = "READ01"


def unread_cards(found: Workspace) -> tuple[str, ...]:
    """Return a sentence about cards with faults and one about those of which nothing is understood, if there are any.

    Parameters
    ----------
    found : Workspace
        As it was read.

    Returns
    -------
    tuple of str
        Each names the first ten.
    """
    said = []
    files = list(dict.fromkeys(finding.file for finding in found.findings if finding.code == BAD_CARD))
    if files:
        said.append(f"{counted(len(files), 'card')} could not be read: {some(files, FIRST)}.")
    blank = [card.id for card in cards_of(found.team) if is_blank(card)]
    if blank:
        all_cards = counted(len(cards_of(found.team)), "card")
        said.append(f"Nothing is understood of {len(blank):,} of {all_cards}, kept as text: {some(blank, FIRST)}.")
    return tuple(said)


def cards_of(team: Team) -> tuple[RoleCard, ...]:
    """Return each card that somebody holds, once."""
    return tuple({member.card.id: member.card for member in team.members}.values())


def is_blank(card: RoleCard) -> bool:
    """Return whether a card holds text and nothing in it was read as a capability, skill, permission or line."""
    read = (card.capabilities, card.skills, card.permissions, card.preferences, card.communication, card.quality)
    return not any(read) and bool(card.kept)
