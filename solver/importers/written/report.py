"""The report of an import: counts first, then a line for everything that was taken, assumed or left out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from solver.domain.showing import counted
from solver.importers.board.states import OPEN
from solver.importers.families import TOTALS
from solver.importers.gather import Gathered
from solver.importers.join import Joined
from solver.importers.nouns import LEFT_OUT, Entry
from solver.importers.written.workspace_files import Written

# So many lines of a kind are said where a command reads strangers' files itself.
MOST_SAID: Final = 10


def totals(gathered: Gathered, joined: Joined) -> dict[str, int]:
    """Return the counts over all files: sums, and what only all files together show."""
    found: Counter[str] = Counter()
    for intake in gathered.intakes:
        found.update(intake.facts)
    together: dict[str, int] = {}
    for count in TOTALS:
        together |= count(gathered.intakes)
    return dict(found) | together | joined.facts


def ledger(gathered: Gathered, joined: Joined, written: Written) -> list[Entry]:
    """Return the lines of all files in order, then those about what was written."""
    order = {name: at for at, name in enumerate(gathered.files)}
    lines = [entry for intake in gathered.intakes for entry in intake.ledger]
    lines += joined.ledger
    lines += [Entry(name, 1, LEFT_OUT, reason) for name, reason in gathered.left_out.items()]
    lines.sort(key=lambda entry: (order.get(entry.file, len(order)), entry.file, entry.line))
    return list(dict.fromkeys([*lines, *written.ledger]))


def headline(found: dict[str, int], gathered: Gathered, joined: Joined, written: Written) -> list[str]:
    """Return the first lines: how much of the files could be read; what could not be read at all is said first."""
    opened = [one for one in joined.tasks if one.task.state in OPEN]
    states = Counter(one.task.state for one in joined.tasks)
    kinds = Counter(one.task.kind or "without a kind" for one in opened)
    lines = list(_nothing(found, gathered, joined))
    abilities = [ability for card in joined.cards for ability in card.abilities]
    stated = sum(ability.is_stated for ability in abilities)
    lines.append(
        f"cards {len(joined.cards)}, capabilities {len(abilities)} ({stated} with a number), channels resolved "
        f"{found.get('channels_resolved', 0)}, dangling {found.get('channels_dangling', 0)}, "
        f"without a target {found.get('channel_lines_without_target', 0)}"
    )
    said = ", ".join(f"{name} {number}" for name, number in sorted(kinds.items()))
    of_states = ", ".join(f"{state} {states[state]}" for state in (*OPEN, "DONE", "CANCELLED") if states[state])
    lines.append(
        f"tasks {len(joined.tasks)}, to plan {len(opened)}{f' ({said})' if said else ''}; {of_states or 'none'}"
    )
    if joined.tasks:
        assumed = f"{written.assumed_minutes / 60:g} for tasks without a size"
        lines.append(f"hours to plan {written.minutes / 60:g}, of which {assumed}")
    rows = f", rows left out {found['rows_left_out']}" if found.get("rows_left_out") else ""
    lines.append(f"proposals {len(joined.proposals)}, files left out {len(gathered.left_out)}{rows}")
    return lines


def _nothing(found: dict[str, int], gathered: Gathered, joined: Joined) -> Iterable[str]:
    """Yield what a reader must know before anything else: no cards, no tasks, no capability, no channel."""
    missing = []
    if not any(intake.cards for intake in gathered.intakes):
        missing.append("a card")
    elif not any(card.abilities or card.source for card in joined.cards):
        missing.append("a capability")
    if not joined.tasks:
        missing.append("a task")
    if joined.cards and not found.get("channels_resolved") and found.get("channel_lines"):
        missing.append("a channel that leads to a member")
    if missing:
        yield f"Not in these files: {', '.join(missing)}"
    bad = found.get("invalid_yaml_files", 0)
    if bad:
        yield f"Read in part only: {counted(bad, 'file')} with invalid YAML"


def report_json(found: dict[str, int], gathered: Gathered, lines: list[Entry]) -> str:
    """Return the report for scripts."""
    facts = dict[str, dict[str, int]]()
    for intake in gathered.intakes:
        # A workbook may hold people and tasks.
        facts[intake.file] = facts.get(intake.file, {}) | intake.facts
    families = {intake.file: intake.family for intake in gathered.intakes} | gathered.files
    data = {
        "files": {name: {"family": families[name], "facts": facts.get(name, {})} for name in sorted(families)},
        "totals": dict(sorted(found.items())),
        "left_out": sorted(gathered.left_out),
        "ledger": [{"file": one.file, "line": one.line, "what": one.what, "text": one.text} for one in lines],
    }
    return json.dumps(data, indent=1, ensure_ascii=False) + "\n"


def report_markdown(head: list[str], gathered: Gathered, lines: list[Entry]) -> str:
    """Return the report for people."""
    text = [*head, "", "## Files", ""]
    for intake in gathered.intakes:
        counts = ", ".join(f"{name} {number}" for name, number in intake.facts.items() if number)
        text.append(f"- `{intake.file}`: {intake.family}, by {intake.reason}: {counts or 'nothing counted'}")
    text += [f"- `{name}`: left out, {reason}" for name, reason in gathered.left_out.items()]
    text += ["", "## Ledger", ""]
    text += [f"- {_flat(one.file)}:{one.line}: {one.what}: {_flat(one.text)}" for one in lines]
    return "\n".join(text) + "\n"


def _flat(text: str) -> str:
    return " ".join(text.split())


def said_of(gathered: Gathered, joined: Joined) -> Iterator[str]:
    """Yield which files were read as what, and what of them was assumed or left out; import tells all of it."""
    for name, family in list(gathered.files.items())[:MOST_SAID]:
        yield f"{name} is read as {family}"
    if len(gathered.files) > MOST_SAID:
        yield f"and {len(gathered.files) - MOST_SAID} more files of other tools"
    for name, reason in gathered.left_out.items():
        yield f"{name} is left out: {reason}"
    lines = [entry for intake in gathered.intakes for entry in intake.ledger] + joined.ledger
    assumed = [entry for entry in lines if entry.what == "assumed"]
    for entry in assumed[:MOST_SAID]:
        yield f"{entry.file}:{entry.line}: {entry.text}"
    if len(assumed) > MOST_SAID:
        more = counted(len(assumed) - MOST_SAID, "more assumption")
        yield f"and {more}, which `teamwright import` lists in its report"
    # A column that nothing reads is no loss; a row, a cell or a dependency may be.
    left = [entry for entry in lines if entry.what == "left out" and not entry.text.startswith("column")]
    for entry in sorted(left, key=lambda entry: (entry.file, entry.line))[:MOST_SAID]:
        yield f"{entry.file}:{entry.line}: left out: {entry.text}"
    if len(left) > MOST_SAID:
        yield f"and {len(left) - MOST_SAID} more that is left out, which `teamwright import` lists in its report"
