"""The page about the house says what is so: its picture and its figures."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import networkx as nx
import pytest

from benchmarks.structure import counts, floors, modules, nodes

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
ROWS = dict(re.findall(r"^\| ([a-zP][^|]+) \| [\d,]+ \| ([\d,*]+) \|$", PAGE, re.MULTILINE))


@pytest.mark.parametrize(
    "room",
    [
        *("solver.assignment", "solver.assignment.large", "solver.assignment.road", "solver.assignment.sprints"),
        *("solver.report", "solver.whatif"),
    ],
)
def test_the_picture_is_that_of_the_contract(room: str) -> None:
    """The floors of the largest rooms stand on the page as the import contracts have them."""
    assert f"```text\n{floors(ROOT / 'pyproject.toml', room)}\n```" in PAGE


def test_no_files_import_each_other_in_a_circle() -> None:
    """Not within functions nor for types alone: what two files both need stands in a third."""
    known = {path: ".".join(path.relative_to(ROOT).with_suffix("").parts) for path, _ in modules(ROOT / "solver")}
    graph = nx.DiGraph()
    for path, tree in modules(ROOT / "solver"):
        for node in nodes(tree):
            if isinstance(node, ast.ImportFrom):
                named = {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
                graph.add_edges_from((known[path], name) for name in named & set(known.values()))
    assert graph.number_of_edges() > 1000
    assert [sorted(one) for one in nx.strongly_connected_components(graph) if len(one) > 1] == []


def test_counted_knots_do_not_come_back() -> None:
    """Each figure in bold is at most what the page says, and all that is counted is on it."""
    now = counts(ROOT / "solver")
    assert set(now) == set(ROWS)
    held = {name: int(value.strip("*")) for name, value in ROWS.items() if value.startswith("**")}
    assert len(held) == 6
    assert {name: now[name] for name in held if now[name] > held[name]} == {}


def test_what_is_counted_is_found(tmp_path: Path) -> None:
    """A long parameter list, a bundle, a list of fields, a hidden import and a refusal are each seen once."""
    fields = "abcdefgh"
    (tmp_path / "one.py").write_text(
        "class Problem:\n"
        + "".join(f"    {name}: int\n" for name in fields)
        + "class Bundle:\n    team: int\n    backlog: int\n    weights: int\n"
        + f"def long({', '.join(fields)}, i):\n"
        + "    from solver import plan\n    raise RuntimeError('the plan is refused')\n"
        + f"LIST = {tuple(fields)}\nobjections(weights.fit)\n",
        encoding="utf-8",
    )
    (tmp_path / "two.py").write_text("class Bundle:\n    pass\n", encoding="utf-8")
    found = counts(tmp_path)
    assert found.pop("lines") == 20
    assert found.pop("classes") == 3
    assert set(found.values()) == {1}
