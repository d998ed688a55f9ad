"""What each member can do, with what the backlog asks for beside it."""

from __future__ import annotations

from decimal import Decimal

from solver.matching.pairs.coverage import Coverage, Demand
from solver.report.figures.kit import SMALL, TINY, Box, Figure, bar, counted, figure, label, ticks
from solver.report.text.markup import Safe, clip

MOST_MEMBERS, MOST_ROWS, ROW, LEFT, RIGHT = 24, 60, 24, 158, 258
NOTE = (
    "Figures are effective scores in hundredths; a frame marks who reaches the highest minimum of the tasks that ask. "
    "Bars are hours of open tasks that ask for the capability."
)


def capability_heatmap(coverage: Coverage) -> Figure:
    """Return a grid of capabilities and members, the scarcest capability on top, with the hours that ask for it.

    Parameters
    ----------
    coverage : Coverage
        From ``solver.matching.pairs.coverage.coverage``.

    Returns
    -------
    Figure
        Beyond 24 members those with the highest scores over all, beyond 60 capabilities the scarcest; it says so.
    """
    demands = coverage.demands[:MOST_ROWS]
    columns = _columns(coverage)
    head = 60 + max((min(len(coverage.members[m]), 22) * 5.4 for m in columns), default=0)
    grid = Box(LEFT, head, 880 - LEFT - RIGHT, ROW * len(demands))
    wide = grid.width / max(len(columns), 1)
    scale = ticks(max((demand.minutes / 60 for demand in demands), default=1), 4)
    parts = [_head(coverage.members[m], grid.x + wide * (n + 0.5), head - 8) for n, m in enumerate(columns)]
    for number, demand in enumerate(demands):
        y = grid.y + ROW * number
        parts += _row(demand, Box(grid.x, y, wide, ROW), [(coverage.members[m], demand.scores[m]) for m in columns])
        parts += _demand(demand, Box(grid.x + grid.width + 40, y, RIGHT - 124, ROW), scale[-1])
    left = grid.x + grid.width + 40
    parts.append(label(left, head - 22, "hours asked for", "muted", SMALL))
    parts.append(label(left, head - 8, "and members who can", "muted", SMALL))
    title = "Who can do what the backlog asks for"
    return figure(title, parts, grid.y + grid.height + 12, _text(coverage), note=_note(coverage, columns))


def _columns(coverage: Coverage) -> list[int]:
    """Return the members to draw: all, or those with the highest scores over all."""
    members = range(len(coverage.members))
    if len(members) <= MOST_MEMBERS:
        return list(members)
    total = {m: sum((demand.scores[m] for demand in coverage.demands), Decimal(0)) for m in members}
    return sorted(sorted(members, key=lambda m: -total[m])[:MOST_MEMBERS])


def _head(name: str, x: float, y: float) -> Safe:
    return label(x + 4, y, name, "ink", SMALL, turn=-52, most=150)


def _row(demand: Demand, cell: Box, scores: list[tuple[str, Decimal]]) -> list[Safe]:
    """Return one capability: its name and a cell for each member; the box is that of the first cell."""
    lack = not demand.able
    parts = [
        label(
            LEFT - 10,
            cell.y + 16,
            demand.capability,
            "warn" if lack else "ink",
            anchor="end",
            most=LEFT - 30,
            weight=700 if lack else None,
        )
    ]
    for number, (name, score) in enumerate(scores):
        box = Box(cell.x + cell.width * number + 1, cell.y + 1, cell.width - 2, ROW - 2)
        step = round(score * 10)
        enough = score >= demand.minimum
        about = f"{clip(name, 80)}, {clip(demand.capability, 80)}: {score} (highest minimum {demand.minimum})"
        parts.append(bar(box, f"r{step}", about, outline="ink" if enough else None, radius=2))
        if score and box.width > 20:
            middle = box.x + box.width / 2
            parts.append(
                label(middle, box.y + 15, f"{score * 100:.0f}", f"t{step}", TINY, anchor="middle", class_="tw-still")
            )
    return parts


def _demand(demand: Demand, box: Box, top: float) -> list[Safe]:
    hours = demand.minutes / 60
    role = "main" if demand.able else "warn"
    wide = box.width * hours / top
    said = f"{hours:g} h, nobody" if not demand.able else f"{hours:g} h, {demand.able}"
    tasks = clip(", ".join(demand.tasks), 200)
    parts = [bar(Box(box.x, box.y + 5, wide, ROW - 10), role, f"{clip(demand.capability, 80)}: {hours:g} h in {tasks}")]
    parts.append(label(box.x + wide + 6, box.y + 16, said, "warn" if not demand.able else "muted", SMALL))
    return parts


def _note(coverage: Coverage, columns: list[int]) -> str:
    members, asked = len(coverage.members), len(coverage.demands)
    left = [] if len(columns) == members else [f"{len(columns)} of {members} members: the highest scores over all."]
    left += [] if asked <= MOST_ROWS else [f"{MOST_ROWS} of {asked} capabilities: the scarcest."]
    return " ".join([NOTE, *left])


def _text(coverage: Coverage) -> str:
    lines = []
    for demand in coverage.demands[:MOST_ROWS]:
        ranked = sorted(zip(demand.scores, coverage.members, strict=True), key=lambda row: (-row[0], row[1]))
        best = ", ".join(f"{clip(name, 80)} {score}" for score, name in ranked[:3] if score) or "nobody"
        able = (
            f"{counted(demand.able, 'member')} at {demand.minimum} or more"
            if demand.able
            else f"nobody reaches {demand.minimum}"
        )
        lines.append(f"{clip(demand.capability, 80)}: {demand.minutes / 60:g} h asked for, {able}; best: {best}")
    return "\n".join(lines)
