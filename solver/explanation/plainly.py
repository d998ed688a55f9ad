"""What cannot hold at once, in the words of whoever demands it: only a rule of the team pins."""

from __future__ import annotations

from solver.study.study import Study


def in_plain_words(case: Study, clashes: tuple[str, ...], asked: tuple[str, str] | None = None) -> tuple[str, ...]:
    """Return demands that clash, with started work called that, and what the question asks for called asked.

    Parameters
    ----------
    case : Study
        As it was before the question.
    clashes : tuple of str
        From ``conflict``: every pair that must hold is a pin there.
    asked : (str, str), optional
        The task and the member of the question.

    Returns
    -------
    tuple of str
        A pin of the team's rules keeps its name.
    """
    pins = {(pin.task, pin.member) for pin in case.team.policies.pins}
    ends = {f" is pinned to {one.id}": one.id for one in case.team.members}
    started = {(task.id, member) for task in case.backlog.open_tasks for _, member in task.holders}
    found = []
    for text in clashes:
        # The longest end, as one id may begin another.
        end = max((end for end in ends if end in text), key=len, default="")
        pair = (text.partition(" (")[0], ends.get(end, ""))
        if not end or pair in pins:
            found.append(text)
        elif pair == asked and pair not in started:
            found.append(text.replace(end, f" goes to {pair[1]}, as asked", 1))
        else:
            found.append(text.replace(end, f" is started and stays with {pair[1]}", 1))
    return tuple(found)
