"""What tasks wait for, once all files are there: links lead to a task, and in no circle."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from solver.domain.naming import alike_but_for_zeros, without_zeros
from solver.importers.board.states import OPEN
from solver.importers.nouns import ASSUMED, LEFT_OUT, Entry, ImportedTask
from solver.importers.settings import Settings


def linked(tasks: list[ImportedTask], settings: Settings, ledger: list[Entry]) -> list[ImportedTask]:
    """Return the tasks with dependencies that lead to a task, and in no circle.

    Parameters
    ----------
    tasks : list of ImportedTask
        Of all files, under ids of their own.
    settings : Settings
        Whether what waits for a task of no file stays out.
    ledger : list of Entry
        What is dropped or stays out is added to it.

    Returns
    -------
    list of ImportedTask
        One for each, with what it waits for under the ids of those tasks.
    """
    known = {task.id: task for task in tasks}
    folded = {name.casefold(): name for name in known}
    bare = alike_but_for_zeros(known)
    found = list[ImportedTask]()
    for task in tasks:
        kept, lags = list[str](), dict[str, Decimal]()
        for said in task.dependencies:
            target = said if said in known else folded.get(said.casefold(), "")
            if not target and (target := bare.get(without_zeros(said), "")):
                text = f"{task.id} waits for {said}: taken for {target}, which differs in zeros alone"
                ledger.append(Entry(task.file, task.line, ASSUMED, text))
            if target and known[target].state != "CANCELLED":
                kept.append(target)
                lags |= {target: task.lags[said]} if said in task.lags else {}
                continue
            if task.state in OPEN:
                text = f"{task.id} waits for {said}, which is {'cancelled' if target else 'in no file'}: dropped"
                if not target and settings.outside == "block":
                    text = f"{task.id} waits for {said}, which is in no file: stays out"
                    task = replace(task, state="BLOCKED", status=f"waits for {said}")
                ledger.append(Entry(task.file, task.line, LEFT_OUT, text))
        found.append(replace(task, dependencies=tuple(dict.fromkeys(kept)), lags=lags))
    return _without_circles(found, ledger)


def _without_circles(tasks: list[ImportedTask], ledger: list[Entry]) -> list[ImportedTask]:
    """Return the tasks without the links that close a circle, the last of each circle in the order of the rows."""
    waits = {task.id: list(task.dependencies) for task in tasks}
    by_id = {task.id: task for task in tasks}
    done, on_way = set[str](), dict[str, None]()
    for root in waits:
        if root in done:
            continue
        stack = [(root, iter(list(waits[root])))]
        on_way[root] = None
        while stack:
            name, rest = stack[-1]
            target = next(rest, None)
            if target is None:
                stack.pop()
                on_way.pop(name, None)
                done.add(name)
            elif target in on_way:
                waits[name].remove(target)
                text = f"{name} waits for {target}, which waits for it: dropped, a circle can never start"
                ledger.append(Entry(by_id[name].file, by_id[name].line, LEFT_OUT, text))
            elif target not in done:
                on_way[target] = None
                stack.append((target, iter(list(waits[target]))))
    return [
        task if len(waits[task.id]) == len(task.dependencies) else replace(task, dependencies=tuple(waits[task.id]))
        for task in tasks
    ]
