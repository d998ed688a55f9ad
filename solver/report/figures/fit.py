"""How well each member suits each task, with the pairs of the plan marked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from solver.matching.problem import Problem
from solver.report.figures.kit import SMALL, TINY, Box, Figure, bar, counted, figure, label, rule, sample
from solver.report.text.markup import Safe, clip, join, tag

# One member of each placed task, or all of them.
Owners = Mapping[str, str | Collection[str]]
MOST_MEMBERS, MOST_TASKS, ROW, LEFT, RIGHT = 24, 80, 21, 120, 72


def fit_heatmap(problem: Problem, owner: Owners) -> Figure:
    """Return a grid of tasks and members: fit as colour, shut gates empty, the plan's choice in a thick frame.

    Parameters
    ----------
    problem : Problem
        Fit and gates of each pair.
    owner : mapping
        Member of each placed task, as ``Plan.owner``; or all members of each, where there are crews.

    Returns
    -------
    Figure
        Beyond 24 members those with most tasks, beyond 80 tasks those that stayed out and the first; it says so.
    """
    tasks, members, eligible = _tasks(problem, owner), _members(problem, owner), problem.eligible
    head = 82 + max((min(len(problem.members[m]), 22) * 5.4 for m in members), default=0)
    wide = (880 - LEFT - RIGHT) / max(len(members), 1)
    parts = [_legend()]
    parts += [
        label(LEFT + wide * (n + 0.5) + 4, head - 8, problem.members[m], "ink", SMALL, turn=-52, most=150)
        for n, m in enumerate(members)
    ]
    for number, t in enumerate(tasks):
        y = head + ROW * number
        name = problem.tasks[t]
        role = "ink" if name in owner else "warn"
        parts.append(label(LEFT - 10, y + 15, name, role, SMALL, anchor="end", most=LEFT - 30))
        parts.append(rule(24, y + ROW, 880 - RIGHT, y + ROW))
        parts += [
            _cell(problem, m, t, owner, Box(LEFT + wide * n, y, wide, ROW))
            for n, m in enumerate(members)
            if eligible[m, t]
        ]
    shown = f" {len(tasks)} of {len(problem.tasks)} tasks." if len(tasks) < len(problem.tasks) else ""
    shown += f" {len(members)} of {len(problem.members)} members." if len(members) < len(problem.members) else ""
    note = "Figures are fit in hundredths; tasks in orange stayed out." + shown
    return figure(
        "How well members suit tasks", parts, head + ROW * len(tasks) + 8, _text(problem, owner, tasks), note=note
    )


def _tasks(problem: Problem, owner: Owners) -> list[int]:
    out = [t for t, name in enumerate(problem.tasks) if name not in owner]
    placed = [t for t, name in enumerate(problem.tasks) if name in owner]
    return sorted([*out[: MOST_TASKS // 2], *placed][:MOST_TASKS])


def _members(problem: Problem, owner: Owners) -> list[int]:
    busy = [name for task in owner for name in _of(owner, task)]
    kept = sample([(busy.count(name), name) for name in problem.members], MOST_MEMBERS)
    return [m for m, name in enumerate(problem.members) if name in kept]


def _legend() -> Safe:
    parts = [label(24, 58, "fit", "muted", SMALL)]
    parts += [bar(Box(46 + 14 * step, 48, 14, 12), f"r{step}", radius=0) for step in range(11)]
    parts.append(label(206, 58, "0 to 1", "muted", SMALL))
    parts.append(bar(Box(262, 48, 12, 12), "surface", outline="warn"))
    parts.append(label(280, 58, "chosen", "muted", SMALL))
    parts.append(label(340, 58, "empty: a gate is shut (abilities, rights, hours or dates)", "muted", SMALL))
    return join(parts)


def _cell(problem: Problem, m: int, t: int, owner: Owners, cell: Box) -> Safe:
    box = Box(cell.x + 1, cell.y + 1, cell.width - 2, cell.height - 2)
    name, task, fit = problem.members[m], problem.tasks[t], float(problem.fit[m, t])
    middle = box.x + box.width / 2
    step = round(fit * 10)
    chosen = name in _of(owner, task)
    about = f"{clip(task, 80)} with {clip(name, 80)}: fit {fit:.2f}{', chosen' if chosen else ''}"
    parts = [bar(box, f"r{step}", about, radius=2)]
    if box.width > 20:
        weight = 700 if chosen else None
        parts.append(
            label(
                middle,
                box.y + 13.5,
                f"{fit * 100:.0f}",
                f"t{step}",
                TINY,
                anchor="middle",
                weight=weight,
                class_="tw-still",
            )
        )
    if chosen:
        parts.append(_frame(box))
    return join(parts)


def _frame(box: Box) -> Safe:
    place = {"x": f"{box.x:.1f}", "y": f"{box.y:.1f}", "width": f"{box.width:.1f}", "height": f"{box.height:.1f}"}
    return tag("rect", rx=2, fill="none", stroke_width=2.5, class_="tw-line-warn tw-still", **place)


def _text(problem: Problem, owner: Owners, tasks: list[int]) -> str:
    row, eligible, lines = {name: number for number, name in enumerate(problem.members)}, problem.eligible, []
    for t in tasks:
        name = problem.tasks[t]
        able = int(eligible[:, t].sum())
        with_whom = (f"{one}, fit {problem.fit[row[one], t]:.2f}" for one in _of(owner, name))
        pass_ = "passes" if able == 1 else "pass"
        whom = clip("; ".join(with_whom) or "nobody", 120)
        lines.append(f"{clip(name, 80)}: {whom}; {counted(able, 'member')} {pass_} all gates")
    return "\n".join(lines)


def _of(owner: Owners, task: str) -> tuple[str, ...]:
    """Return who has a task."""
    who = owner.get(task, ())
    return (who,) if isinstance(who, str) else tuple(who)
