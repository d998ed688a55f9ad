"""Do both sides say the same: mutual, by another verb, through a group, half-open or one-sided."""

from __future__ import annotations

from dataclasses import dataclass

from solver.communication.channels import Channel, Lines
from solver.communication.grammar import names_of
from solver.domain.team import Team


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
        One for each line and named member; both directions of a peer line are one.
    """
    members = {member.id for member in team.members}
    inside = {f"group:{group.name}": set(group.members) for group in names_of(team).groups.values()}
    found: dict[tuple[str, int, str], Agreement] = {}
    for channel in lines.channels:
        other = channel.dst if channel.declared_by == channel.src else channel.src
        key = (channel.declared_by, channel.line, other)
        if channel.status == "member" and other in members and key not in found:
            status = _status(channel, other, lines, inside)
            found[key] = Agreement(
                channel.src, channel.dst, channel.declared_by, channel.verb, status, channel.file, channel.line
            )
    return tuple(found.values())


def _status(channel: Channel, other: str, lines: Lines, inside: dict[str, set[str]]) -> str:
    me = channel.declared_by
    theirs = [line for line in lines.channels if line.declared_by == other]
    back = [line for line in theirs if me in {line.src, line.dst} and line.status == "member"]
    same = [line for line in back if (line.src, line.dst) == (channel.src, channel.dst)]
    if any(line.kind == channel.kind or {line.kind, channel.kind} == {"receives", "information"} for line in same):
        return "mutual"
    if same or back:
        return "mutual by another verb"
    ends = (line.src if line.dst == other else line.dst for line in theirs if line.status == "group")
    if any(me in inside.get(end, ()) for end in ends):
        return "mutual through a group"
    wanted = {"receives"} if channel.src == me else {"information", "broadcast"}
    if any(line.kind in wanted and line.status in {"unresolved", "all"} for line in theirs):
        return "half-open"
    return "one-sided"
