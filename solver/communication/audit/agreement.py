"""Do both sides say the same: mutual, by another verb, through a group, half-open or one-sided."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from solver.communication.layers import groups_of
from solver.communication.lines.acceptors import accepts
from solver.communication.lines.channels import Channel, Lines
from solver.communication.lines.verbs import NO_CHANNEL
from solver.domain.team import Team

# What the other side must do for its open line to answer: hear what is told, tell what is wanted, or the same.
ANSWERS: Final = {
    "peer": {"peer"},
    "consult": {"consult"},
    "information": {"receives"},
    "broadcast": {"receives"},
    "reports": {"receives"},
    "escalation": {"receives"},
    "receives": {"information", "broadcast"},
    "observation": {"information", "broadcast"},
}


@dataclass(frozen=True)
class Agreement:
    """One named channel and what its other side says about it."""

    src: str
    dst: str
    said_by: str
    verb: str
    status: str
    file: str
    line: int


def agreements(team: Team, lines: Lines) -> tuple[Agreement, ...]:
    """Return the agreement of each line that names a member.

    Parameters
    ----------
    team : Team
        For its groups.
    lines : Lines
        Of the team.

    Returns
    -------
    tuple of Agreement
        One for each line and named member; both directions of a peer line are one. A gate, a duty and a verb that
        nobody knows are no channels.
    """
    members = {member.id for member in team.members}
    sides = _Sides(lines, {name: frozenset(inside) for name, inside in groups_of(team).items()})
    found: dict[tuple[str, int, str], Agreement] = {}
    for channel in lines.channels:
        key = (channel.declared_by, channel.line, channel.other)
        named = channel.status == "member" and channel.other in members and channel.kind not in NO_CHANNEL
        if named and key not in found:
            found[key] = Agreement(
                channel.src,
                channel.dst,
                channel.declared_by,
                channel.verb,
                sides.status(channel),
                channel.file,
                channel.line,
            )
    return tuple(found.values())


class _Sides:
    """What each member says, by whom it says it of."""

    def __init__(self, lines: Lines, inside: dict[str, frozenset[str]]) -> None:
        self.inside = inside
        self.named: dict[tuple[str, str], list[Channel]] = defaultdict(list)
        self.groups: dict[str, dict[str, None]] = defaultdict(dict)
        self.open: dict[str, list[Channel]] = defaultdict(list)
        for channel in lines.channels:
            by = channel.declared_by
            if channel.status == "member" and channel.kind not in NO_CHANNEL:
                self.named[by, channel.other].append(channel)
            elif channel.status == "group":
                self.groups[by][channel.other] = None
            elif channel.status in {"unresolved", "all"}:
                self.open[by].append(channel)

    def status(self, channel: Channel) -> str:
        """Return what the other side says about a channel."""
        me, other = channel.declared_by, channel.other
        back = self.named.get((other, me), [])
        if any(_same(channel, line) for line in back):
            return "mutual"
        if back:
            return "mutual by another verb"
        if any(me in self.inside.get(group, ()) for group in self.groups.get(other, ())):
            return "mutual through a group"
        return "half-open" if any(_answers(channel, line) for line in self.open.get(other, ())) else "one-sided"


def _same(channel: Channel, line: Channel) -> bool:
    if (line.src, line.dst) != (channel.src, channel.dst):
        return False
    both = {line.kind, channel.kind}
    taken = both == {"receives", "escalation"} and (accepts(line.text) or accepts(channel.text))
    return line.kind == channel.kind or both == {"receives", "information"} or taken


def _answers(channel: Channel, line: Channel) -> bool:
    if line.kind not in ANSWERS.get(channel.kind, set()):
        return False
    return channel.kind != "escalation" or accepts(line.text)
