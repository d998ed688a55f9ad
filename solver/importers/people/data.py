"""People as JSON or YAML: a list of them, or an org chart whose people hold those below them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from solver.importers.files.plain_yaml import load_plain
from solver.importers.files.table import Row, Table
from solver.importers.nouns import Intake
from solver.importers.people import table as people_table
from solver.importers.people.shapes import shape_of
from solver.importers.source import Source

NAME: Final = "people as data"
BELOW: Final = ("children", "reports", "direct_reports", "directReports", "subordinates", "direct reports", "employees")
LISTS: Final = ("people", "employees", "members", "team", "users", "staff", "roster", "org", "persons", "data")
WHO: Final = ("name", "full_name", "fullName", "employee", "person", "display_name", "displayName")
# What lists of software, plugins and services have.
OF_PACKAGES: Final = frozenset({"version", "license", "dependencies", "packages", "scripts", "source", "repository"})
ABOVE: Final = "reports to"
# YAML is read whole; a list of people is not longer than this.
MOST_YAML: Final = 2_000_000
LOOKS: Final = re.compile(r"skill|report|manager|supervisor|children|subordinate|capabilit|competenc", re.IGNORECASE)
NAMED: Final = re.compile(
    r"[\"']?(?:name|full_?[nN]ame|employee|person|display_?[nN]ame)[\"']?\s*:\s*[\"']?([^\"',}]+)"
)


def sniff(source: Source) -> str:
    """Return why the data are people: names with skills, a superior, or people below them."""
    table = _table(source)
    shape = shape_of(table) if table else None
    return f"data of people, {people_table.KINDS[shape.kind]}" if shape else ""


def read(source: Source) -> Intake:
    """Return a card for each person."""
    intake = Intake(source.name, NAME, facts={"rows": 0, "duplicate_pairs": 0, "secret_columns": 0, "levels_stated": 0})
    table = _table(source)
    shape = shape_of(table) if table else None
    if shape:
        people_table.read_shape(intake, shape)
    return intake


def _table(source: Source) -> Table | None:
    """Return the people as a table, those below somebody with the name of who is above."""
    people = list(_people(_data(source)))
    if not people:
        return None
    header = tuple(dict.fromkeys(key for person in people for key in person))
    at = {name: number for number, name in enumerate(header)}
    lines = _lines(source.text)
    rows = []
    for person in people:
        cells = [""] * len(header)
        for key, value in person.items():
            cells[at[key]] = _cell(value)
        name = next((_cell(person[key]) for key in WHO if key in person), "")
        rows.append(Row(lines.get(name, 1), tuple(cells)))
    return Table(header, tuple(rows))


def _data(source: Source) -> Any:
    suffix = source.path.suffix.lower()
    if suffix == ".json":
        return source.data
    if suffix in {".yaml", ".yml"} and len(source.text) < MOST_YAML and LOOKS.search(source.text):
        try:
            return load_plain(source.text)
        except yaml.YAMLError:
            return None
    return None


def _people(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict) and not any(key in data for key in WHO):
        data = next((data[key] for key in LISTS if isinstance(data.get(key), (list, dict))), None)
    # One thing with a name is a person only as the top of an org chart.
    if isinstance(data, dict) and not any(isinstance(data.get(key), list) and data[key] for key in BELOW):
        return
    stack: list[tuple[Any, str]] = [(part, "") for part in reversed(data if isinstance(data, list) else [data])]
    while stack:
        node, above = stack.pop()
        if not isinstance(node, dict) or not any(isinstance(node.get(key), str) for key in WHO):
            continue
        if OF_PACKAGES.intersection(node):
            return
        below = [part for key in BELOW for part in (node[key] if isinstance(node.get(key), list) else [])]
        if below and not all(isinstance(part, dict) for part in below):
            below = []
        flat = {key: value for key, value in node.items() if key not in BELOW or not below}
        yield {**flat, **({ABOVE: above} if above else {})}
        name = next(str(node[key]) for key in WHO if isinstance(node.get(key), str))
        stack += [(part, name) for part in reversed(below)]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dict) and isinstance(value.get("name"), str):
        return str(value["name"])
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False) if value else ""
    return str(value).strip()


def _lines(text: str) -> dict[str, int]:
    """Return the line of each value that stands behind a key of a name."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        for match in NAMED.finditer(line):
            found.setdefault(match[1].strip(), number)
    return found
