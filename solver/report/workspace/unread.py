"""What of a workspace's cards could not be read or understood: it stands first in every answer about them."""

from __future__ import annotations

from solver.domain.showing import counted, some
from solver.matching.linting.cards import lint_card
from solver.readers.workspace import Workspace

FIRST = 10
# The code of findings about cards with faults.
BAD_CARD = "READ01"
NOT_UNDERSTOOD = {
    "CARD05": "No capability, permission, preference or line of communication could be read out of",
    "CARD04": "The front matter is no plain YAML in",
}


def unread_cards(found: Workspace) -> tuple[str, ...]:
    """Return a sentence about cards with faults and one about those not understood, if there are any.

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
    cards = tuple({member.card.id: member.card for member in found.team.members}.values())
    for code, text in NOT_UNDERSTOOD.items():
        blank = [card.id for card in cards if any(finding.code == code for finding in lint_card(card))]
        if blank:
            said.append(f"{text} {len(blank):,} of {counted(len(cards), 'card')}: {some(blank, FIRST)}.")
    return tuple(said)
