"""Several skills in one cell: JSON, a list as programs print it, or names with commas and levels in brackets."""

from __future__ import annotations

import ast
import json
import re
from typing import Any, Final

from solver.importers.files.front_matter import split_outside

MARKS: Final = ",;|\n•"
LEVELLED: Final = re.compile(
    r"(?P<name>.*?\S)\s*(?:\((?P<bracket>[^()]+)\)|[:=]\s*(?P<after>[^:=]+)|\s[-–]\s(?P<dash>.+)|\s(?P<bare>\d+\s*/\s*\d+|\d+\s*%))"
)
# What is longer is prose, not the name of a skill.
LONGEST: Final = 200
NAME_KEYS: Final = ("name", "skill", "skill_name", "id", "technology", "competency", "title")
LEVEL_KEYS: Final = ("level", "proficiency", "proficiency_level", "score", "rating", "value", "skill_level", "grade")


def skills_in(cell: str) -> list[tuple[str, str]]:
    """Return the skills in a cell with their levels as written, "" where none is.

    Examples
    --------
    >>> skills_in('{"Python": 4, "SQL": "basic"}'), skills_in("C# (Expert), Go")
    ([('Python', '4'), ('SQL', 'basic')], [('C#', 'Expert'), ('Go', '')])
    >>> skills_in("['a', 'b']"), skills_in('[{"skill": "a", "level": 0.5}]')
    ([('a', ''), ('b', '')], [('a', '0.5')])
    """
    text = cell.strip()
    if text[:1] in "[{" and text:
        data = _data(text)
        if data is not None:
            return _from_data(data)
    return [_split(part) for part in split_outside(text, MARKS) if part.strip()]


def is_list(cell: str) -> bool:
    """Return whether a cell holds more than one name, or a name with a level."""
    text = cell.strip()
    return text[:1] in ("[", "{") or len(split_outside(text, MARKS)) > 1 or _split(text)[1] != ""


def _data(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _from_data(data: Any) -> list[tuple[str, str]]:
    if isinstance(data, dict):
        if any(key in data for key in NAME_KEYS) and any(key in data for key in LEVEL_KEYS):
            return _from_data([data])
        return [(str(name).strip(), _text(level)) for name, level in data.items() if str(name).strip()]
    found = []
    for part in data if isinstance(data, (list, tuple, set)) else [data]:
        if isinstance(part, dict):
            name = next((str(part[key]) for key in NAME_KEYS if part.get(key)), "")
            level = next((_text(part[key]) for key in LEVEL_KEYS if part.get(key) is not None), "")
            found += [(name.strip(), level)] if name.strip() else []
        elif isinstance(part, (str, int, float)) and str(part).strip():
            found.append((str(part).strip(), ""))
    return found


def _text(level: Any) -> str:
    if isinstance(level, dict):
        level = next((level[key] for key in LEVEL_KEYS if key in level), "")
    if isinstance(level, bool):
        return "yes" if level else "no"
    return str(level).strip() if isinstance(level, (str, int, float)) else ""


def _split(part: str) -> tuple[str, str]:
    match = LEVELLED.fullmatch(part.strip()) if len(part) <= LONGEST else None
    if not match:
        return part.strip(), ""
    level = match["bracket"] or match["after"] or match["dash"] or match["bare"] or ""
    return match["name"].strip(), level.strip()
