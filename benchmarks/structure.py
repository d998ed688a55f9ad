"""Counts nouns and knots of the code: classes, names defined twice, long parameter lists, hidden imports, lines."""

from __future__ import annotations

import argparse
import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

MOST_PARAMETERS = 8
# A class that holds all three is a bundle of what a plan is made for.
BUNDLED = ("team", "backlog", "weights")
# How many fields of the Problem a place must name before it counts as a list of them.
LISTED = 8
FIT = {"weights.fit", "side.fit_weight", "portfolio.fit_weight"}


@cache
def modules(root: Path) -> list[tuple[Path, ast.Module]]:
    """Return the parsed files below a folder."""
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in sorted(root.rglob("*.py"))]


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Return all that is in a parsed file; it is walked once, however much is counted."""
    return tuple(ast.walk(tree))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield all functions and methods."""
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Return how many parameters a function takes, its own object aside."""
    names = [one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return len([name for name in names if name not in {"self", "cls"}])


def fields_of(node: ast.ClassDef) -> list[str]:
    """Return the names of a class that are annotated in its body."""
    return [s.target.id for s in node.body if isinstance(s, ast.AnnAssign) and isinstance(s.target, ast.Name)]


def named_in(node: ast.AST) -> set[str]:
    """Return the names that an expression spells out: as keywords, keys or strings."""
    keywords = {one.arg for one in getattr(node, "keywords", []) if one.arg}
    parts = getattr(node, "elts", []) + getattr(node, "keys", [])
    return keywords | {p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str)}


def field_lists(trees: list[tuple[Path, ast.Module]], fields: set[str]) -> list[str]:
    """Return the places that list fields of the Problem by hand, its own class aside."""
    found = []
    for path, tree in trees:
        for node in nodes(tree):
            is_listing = isinstance(node, ast.Call | ast.Set | ast.Tuple | ast.List | ast.Dict)
            if is_listing and len(named_in(node) & fields) >= LISTED:
                found.append(f"{path.name}:{node.lineno}")
    return found


def users(trees: list[tuple[Path, ast.Module]], names: set[str]) -> int:
    """Return how many files call one of some functions, by its name, or look up one of some attributes."""
    return sum(any(_named(node) in names for node in nodes(tree)) for _, tree in trees)


def _named(node: ast.AST) -> str:
    """Return the function that is called, or the attribute that is looked up."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return f"{node.value.id}.{node.attr}"
    return ""


def _says(outer: ast.AST, words: str) -> bool:
    """Return whether a text within a function has some words."""
    texts = (node.value for node in ast.walk(outer) if isinstance(node, ast.Constant))
    return any(isinstance(text, str) and words in text for text in texts)


def floors(project: Path, room: str = "solver.assignment") -> str:
    """Return the floors of a room, highest first, as the contract of a ``pyproject.toml`` has them."""
    contracts = tomllib.loads(project.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return "\n".join(next(one["layers"] for one in contracts if one.get("containers") == [room]))


def counts(root: Path) -> dict[str, int]:
    """Return the figures of a checkout's package."""
    trees = modules(root)
    classes = [node for _, tree in trees for node in nodes(tree) if isinstance(node, ast.ClassDef)]
    problem = next(node for node in classes if node.name == "Problem")
    tops = Counter(
        node.name
        for _, tree in trees
        for node in tree.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
    )
    bundles = [node for node in classes if set(BUNDLED) <= set(fields_of(node))]
    hidden = [
        node
        for _, tree in trees
        for outer in functions(tree)
        for node in ast.walk(outer)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("solver")
    ]
    gates = [outer for _, tree in trees for outer in functions(tree) if _says(outer, "the plan is refused")]
    return {
        "classes": len(classes),
        "public names defined in more than one file": sum(count > 1 for count in tops.values()),
        "classes that bundle team, backlog and weights": len(bundles),
        "hand-made lists of the Problem's fields": len(field_lists(trees, set(fields_of(problem)))),
        "functions with 9 or more parameters": sum(
            parameters(one) > MOST_PARAMETERS for _, tree in trees for one in functions(tree)
        ),
        "imports of the package hidden in functions": len(hidden),
        "functions that refuse a plan": len(gates),
        "files that ask the checker themselves": users(trees, {"objections", "level_values", "quality_terms"}),
        "files that price a fit by its weight": users(trees, FIT),
        "lines": sum(len(path.read_text(encoding="utf-8").splitlines()) for path, _ in trees),
    }


def main() -> None:
    """Print the figures of one checkout, or of two side by side."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("roots", nargs="+", type=Path, help="folders of the package, the older one first")
    parser.add_argument("--floors", metavar="ROOM", help="print the floors of a room that has some instead")
    asked = parser.parse_args()
    if asked.floors:
        print(floors(asked.roots[-1].parent / "pyproject.toml", asked.floors))
        return
    columns = [counts(root) for root in asked.roots]
    for name in columns[0]:
        print(f"| {name} |" + "".join(f" {column[name]:,} |" for column in columns))


if __name__ == "__main__":
    main()
