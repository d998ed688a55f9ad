"""The board: who has which task, and what moved against the workspace's own plan, by sign and line as by colour."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from solver.domain.showing import some
from solver.report.app.wire import data
from solver.report.text.markup import Safe, clip, join, tag

# So many members are drawn, those first whose work is another than before.
MOST: Final = 60
STEP: Final = 4
SIGNS: Final = {"in": "+", "moved": "→", "out": "×", "away": "↷"}
SAID: Final = {"in": "comes in", "moved": "moved here", "out": "goes out", "away": "moved away"}
# The signs that tell a task of the changed plan, and those at the place that it has left.
NEW: Final = ("in", "moved")

Row = Mapping[str, Any]
Slot = tuple[str, str]


@dataclass(frozen=True)
class Mark:
    """A piece on the board: its row of the plan, and what happened to it, empty for nothing."""

    row: Row
    mark: str = ""
    note: str = ""


Places = dict[Slot, list[Mark]]


def marks(before: Sequence[Row], after: Sequence[Row]) -> Places:
    """Return the pieces of each slot of two plans, with what is different in the second.

    Parameters
    ----------
    before, after : sequence of mapping
        The ``assignments`` of ``plan.json``.

    Returns
    -------
    dict
        By member and period: what is there, and what was and is there no more.

    Examples
    --------
    >>> row = {"task": "T", "member": "A", "period": None}
    >>> found = marks([row], [row | {"member": "B"}])
    >>> [(place, one.mark, one.note) for place, all in found.items() for one in all]
    [(('B', ''), 'moved', 'from A'), (('A', ''), 'away', 'to B')]
    """
    old, new = ({_piece(row): row for row in rows} for rows in (before, after))
    found: Places = defaultdict(list)
    for piece, row in new.items():
        was = old.get(piece)
        if was is None:
            found[_slot(row)].append(Mark(row, "in"))
        elif _slot(was) != _slot(row):
            found[_slot(row)].append(Mark(row, "moved", f"from {_where(was, row)}"))
        else:
            found[_slot(row)].append(Mark(row))
    for piece, row in old.items():
        now = new.get(piece)
        if now is None:
            found[_slot(row)].append(Mark(row, "out"))
        elif _slot(now) != _slot(row):
            found[_slot(row)].append(Mark(row, "away", f"to {_where(now, row)}"))
    return found


def _piece(row: Row) -> tuple[str, int]:
    return row["task"], row.get("piece") or 0


def _slot(row: Row) -> Slot:
    return row["member"], row["period"] or ""


def _where(row: Row, other: Row) -> str:
    """Return where a piece is, as far as it is not where it is in the other plan."""
    if row["member"] == other["member"]:
        return str(row["period"])
    period = f" in {row['period']}" if row["period"] and row["period"] != other["period"] else ""
    return f"{row['member']}{period}"


def board(before: Row | None, after: Row) -> Safe:
    """Return one row for each member with a lane for each period.

    Parameters
    ----------
    before : mapping, optional
        What ``plan.json`` holds for the workspace as it is; None where nothing is changed.
    after : mapping
        The same for the plan that is shown.

    Returns
    -------
    Safe
        Rows with changes first; ``data-lines`` of a button are the changes that it makes.
    """
    placed = marks(before["assignments"] if before else after["assignments"], after["assignments"])
    slots = {(one["member"], one["period"] or ""): one for one in (*(before or after)["loads"], *after["loads"])}
    here = {one["member"] for one in after["loads"]}
    names = list(dict.fromkeys(member for member, _ in slots))
    touched = {member for (member, _), found in placed.items() if any(one.mark for one in found)}
    # Whoever joins or leaves is different too.
    touched |= {name for name in names if name not in here} | (
        here - {one["member"] for one in (before or after)["loads"]}
    )
    names.sort(key=lambda name: name not in touched)
    scale = max((float(one["limit"]) for one in slots.values()), default=1.0) or 1.0
    rows = [
        _row(name, [(key[1], one) for key, one in slots.items() if key[0] == name], placed, scale, here, touched)
        for name in names[:MOST]
    ]
    more = f"{MOST} of {len(names)} members are shown; the plan as a table has all." if len(names) > MOST else ""
    return join([tag("div", *rows, class_="board"), tag("p", more, class_="more") if more else Safe("")])


def _row(
    name: str, slots: list[tuple[str, Row]], placed: Places, scale: float, here: set[str], touched: set[str]
) -> Safe:
    is_here, is_timed = name in here, bool(slots[0][0])
    state = "touched" if name in touched else ""
    lanes = [_lane(period, load, placed.get((name, period), []), scale, is_here) for period, load in slots]
    tools = _tools(name, is_timed) if is_here else tag("span", "not in the team", class_="gone")
    who = tag("div", tag("strong", clip(name, 60)), tools, class_="who")
    words = {"role": "toolbar", "aria_label": f"{clip(name, 60)}: hours and tasks"}
    return tag("div", who, tag("div", *lanes, class_="lanes"), class_=f"row {state}".strip(), **words)


def _tools(name: str, is_timed: bool) -> Safe:
    """Return the buttons that change a member."""
    shown = clip(name, 60)
    found = [
        _button("−", f"− {STEP} h for {shown}", f"capacity: {name}=-{STEP}h"),
        _button("+", f"+ {STEP} h for {shown}", f"capacity: {name}=+{STEP}h"),
    ]
    if is_timed:
        found = []
    found += [
        _button("away", f"{shown} away", f"remove: {name}"),
        _button("clone", f"clone {shown}", f"clone: {name}"),
    ]
    return tag("span", *found, class_="tools")


def _button(text: str, said: str, line: str) -> Safe:
    return tag("button", text, type="button", aria_label=said, title=said, data_lines=data([line]))


def _lane(period: str, load: Row, found: list[Mark], scale: float, is_here: bool) -> Safe:
    now = f"{load['hours']:g} of {load['limit']:g} h" if is_here else ""
    head = tag("span", *([tag("b", clip(period, 20)), Safe(" ")] if period else []), now, class_="load")
    found = sorted(found, key=lambda one: (one.mark not in NEW, not one.mark))
    share = min(load["hours"] / scale, 1) * 100 if is_here else 0
    bar = tag("span", tag("span", style=f"width:{share:.1f}%"), class_="used", aria_hidden="true")
    blocks = [_block(one, scale) for one in found]
    return tag("div", head, bar, tag("div", *blocks, class_="blocks"), class_="lane")


def _block(one: Mark, scale: float) -> Safe:
    row, sign = one.row, SIGNS.get(one.mark, "")
    parts = [tag("span", sign, class_="sign", role="img", aria_label=SAID[one.mark])] if sign else []
    parts += [tag("b", clip(row["task"], 40)), Safe(" "), tag("small", clip(one.note or row["title"], 60))]
    kind = f"block {row['priority'].lower()} {one.mark}".strip()
    width = f"width:calc({min(row['hours'] / scale, 1) * 100:.1f}% - 2px)"
    said = f"{row['priority']}, {row['hours']:g} h: {clip(row['title'])}"
    return tag("button", *parts, type="button", title=said, class_=kind, style=width, data_task=data(row["task"]))


def moved_text(before: Row, after: Row) -> Safe:
    """Return how many tasks come in, move and go out, each by its sign, with their names."""
    named: dict[str, dict[str, None]] = {mark: {} for mark in ("in", "moved", "out")}
    for found in marks(before["assignments"], after["assignments"]).values():
        for one in found:
            if one.mark in named:
                named[one.mark][one.row["task"]] = None
    parts = [
        tag(
            "span",
            tag("span", SIGNS[mark], class_="sign", aria_hidden="true"),
            tag("span", f"{len(names)} {said}"),
            tag("small", some([clip(name, 24) for name in names], 8)) if names else Safe(""),
            class_=f"count {mark}",
        )
        for (mark, names), said in zip(named.items(), ("in", "moved", "out"), strict=True)
    ]
    return tag("p", *parts, id="counts", class_="counts")
