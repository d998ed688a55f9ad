"""Writes ``import.yaml``: what the import assumed, one line to change each."""

from __future__ import annotations

from collections.abc import Mapping

from solver.importers.written.yaml_text import quoted

HEAD = """\
# What the import assumes where files say nothing. Change a line and import the same files again.
hours_per_point: 4          # story points, weights and estimates without a unit
unsized: 4                  # a task that states no size
hours_per_week: 40          # a week of a staffing list
sizes: {XS: 1h, S: 2h, M: 4h, L: 8h, XL: 16h, XXL: 24h}
default_level: 0.8          # of a capability that a card names without a number
required_level: 0.1         # of a skill that a position asks for without a level: having it at all
# weeks: 2                  # how long the plan is for
# dated: true               # write periods: due dates, order and calendars count; usual from 3 weeks on
# window_from: 2027-01-04   # its first day; leave outside of it does not count
outside: drop               # a blocker that is in no file: drop the link, or block the task
states: {}                  # own words for states: {Ready to ship: IN_REVIEW}
labels: {}                  # capabilities that labels or components mean: {frontend: react:0.6}; these gate
people: {}                  # one person under several names: {A. Ortiz: Ana Ortiz}
# What columns mean, by the name of the file, and the unit of numbers in a column (s, min, h, d, w).
"""


def settings_text(tables: Mapping[str, Mapping[str, str]]) -> str:
    """Return the file, with a proposal of what the columns of each table mean."""
    if not tables:
        return f"{HEAD}files: {{}}\n"
    return f"{HEAD}files:\n" + "".join(_file(name, tables[name]) for name in tables)


def _file(name: str, columns: Mapping[str, str]) -> str:
    pairs = ", ".join(f"{quoted(header)}: {field}" for header, field in columns.items())
    return f"  {quoted(name)}:\n    columns: {{{pairs}}}\n    units: {{}}\n"
