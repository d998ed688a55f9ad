"""Who says that escalations are received there: a way up that the one who asks has not written down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from solver.communication.lines.channels import Channel, Lines

# "De-escalation training" and what is only about escalating take nothing.
ESCALATED: Final = re.compile(r"(?<![\w-])escalat\w*", re.IGNORECASE)
ABOUT: Final = re.compile(
    r"(?<![\w-])escalation\s+(?:training|material|polic|procedure|process|guid|matrix|metric|statistic|template|doc|manual)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Acceptor:
    """A member with a line that receives escalations: of ``asker`` (a member or a group), of anybody if that is empty.

    ``topic`` is what the line is limited to, empty for any concern.
    """

    member: str
    asker: str
    topic: str

    def takes(self, member: str, groups: dict[str, tuple[str, ...]], topic: str | None = None) -> bool:
        """Return whether the line takes what a member escalates; ``topic`` is the concern in the stricter reading."""
        if member == self.member or (topic is not None and self.topic not in {"", topic}):
            return False
        return self.asker in {"", member} or member in groups.get(self.asker, ())


def acceptors_of(lines: Lines) -> tuple[Acceptor, ...]:
    """Return who receives escalations, in the order of their names.

    Parameters
    ----------
    lines : Lines
        Of a team.

    Returns
    -------
    tuple of Acceptor
        One for each line and each asker that it names.
    """
    found = {
        Acceptor(channel.declared_by, channel.src, _limits(channel))
        for channel in lines.channels
        if channel.kind == "receives" and channel.status != "self" and accepts(channel.text)
    }
    return tuple(sorted(found, key=lambda one: (one.member, one.asker, one.topic)))


def accepts(text: str) -> bool:
    """Return whether a text is about receiving escalations.

    Examples
    --------
    >>> accepts("Escalation requests"), accepts("De-escalation training"), accepts("Escalation policies")
    (True, False, False)
    """
    return bool(ESCALATED.search(text)) and not ABOUT.search(text)


def _limits(channel: Channel) -> str:
    return "; ".join(part for part in channel.topic.split("; ") if part and not ESCALATED.search(part))
