"""What somebody reviews and then runs or hands on: a script for GitHub's command line, tasks for CrewAI."""

from __future__ import annotations

import re
import shlex

import yaml

from solver.report.exporters.rows import ExportRow


def github_script(rows: list[ExportRow]) -> str:
    r"""Return a shell script of ``gh issue edit`` lines, one for each issue whose assignee changes.

    Examples
    --------
    >>> row = ExportRow("7", "7", {"title": "Log in"}, "Ana", "ana", "", True)
    >>> print(github_script([row]).splitlines()[-1])
    gh issue edit 7 --add-assignee ana    # Log in
    """
    lines = ["#!/bin/sh", "# Nothing of this was run. Read it, then run it in a clone of the repository.", "set -e"]
    for row in rows:
        login = row.account or row.owner
        had = row.fields.get("account", "") or row.before
        if not row.is_placed or login == had:
            continue
        if not re.fullmatch(r"#?\d+", row.id):
            lines.append(f"# {_flat(row.id)} is no number of an issue: {_flat(row.fields.get('title', ''))}")
            continue
        taken = "".join(f" --remove-assignee {shlex.quote(name)}" for name in had.split("; ") if name)
        title = _flat(row.fields.get("title", ""))
        lines.append(f"gh issue edit {row.id.lstrip('#')} --add-assignee {shlex.quote(login)}{taken}    # {title}")
    return "\n".join(lines) + "\n"


def crewai_yaml(rows: list[ExportRow]) -> str:
    """Return the placed tasks as CrewAI's tasks.yaml, each with its agent and the tasks that it builds on.

    Those that came of a crew keep their words, and stay in the file with their agent if the plan leaves them out.
    """
    names = {row.id: re.sub(r"\W+", "_", row.id).strip("_").lower() or "task" for row in rows}
    placed = {row.id for row in rows if row.is_placed or "expected_output" in row.fields}
    found: dict[str, dict[str, object]] = {}
    for row in rows:
        if row.id not in placed:
            continue
        words = row.fields.get("title", ""), row.fields.get("description", "")
        text = words[1] if "expected_output" in row.fields else "\n".join(filter(None, words))
        task: dict[str, object] = {"description": text, "expected_output": row.fields.get("expected_output", "")}
        task |= {"agent": row.owner} if row.owner else {}
        context = [names[name] for name in row.fields.get("waits_for", "").split() if name in placed]
        found[names[row.id]] = task | ({"context": context} if context else {})
    return yaml.safe_dump(found, allow_unicode=True, sort_keys=False, width=110)


def _flat(text: str) -> str:
    """Return a text on one line, so that nothing of it is outside of its comment."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
