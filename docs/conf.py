"""How the documents are built: ``make docs``."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import typer
from jinja2.sandbox import SandboxedEnvironment
from numpydoc import docscrape_sphinx

from solver.cli import COMMANDS, app

project = "teamwright"
extensions = ["myst_parser", "numpydoc", "sphinx.ext.autodoc", "sphinx.ext.autosummary"]
html_theme = "furo"
html_title = "teamwright"
html_show_copyright = False
exclude_patterns = ["_build", "_templates"]
templates_path = ["_templates"]
autodoc_typehints = "none"
autosummary_generate = True
autosummary_ignore_module_all = False
numpydoc_show_class_members = False
# A page of an earlier build does not know the files that came since.
shutil.rmtree(Path(__file__).parent / "_generated", ignore_errors=True)
myst_heading_anchors = 3


def write_commands(_: Any) -> None:
    """Write a page with what each command says of itself."""
    group: Any = typer.main.get_command(app)
    context = group.make_context("teamwright", ["--help"], resilient_parsing=True)
    parts = ["# Commands\n\nWhat `teamwright COMMAND --help` prints.\n"]
    for name in COMMANDS:
        command = group.get_command(context, name)
        inner = command.make_context(name, [], parent=context, resilient_parsing=True)
        parts.append(f"## {name}\n\n```text\n{command.get_help(inner)}\n```\n")
    target = Path(__file__).parent / "_generated" / "commands.md"
    target.parent.mkdir(exist_ok=True)
    target.write_text("\n".join(parts), encoding="utf-8")


def one_environment() -> None:
    """Let numpydoc compile the template of docstrings once, and not anew for each of some 15,000."""
    kept: list[Any] = []

    def environment(**words: Any) -> Any:
        if not kept:
            kept.append(SandboxedEnvironment(**words))
        return kept[0]

    docscrape_sphinx.SandboxedEnvironment = environment


def open_one_branch(_: Any, __: str, ___: str, context: dict[str, Any], ____: Any) -> None:
    """Open the tree of all pages beside a page where that page is: whole, it took nine tenths of the time to write."""
    if whole := context.get("toctree"):
        context["toctree"] = lambda **words: whole(**words | {"collapse": True})


def open_to_all(built: Any, error: Exception | None) -> None:
    """Say the level of the captions that the builder calls headings, and let a keyboard scroll wide code."""
    for page in Path(built.outdir).rglob("*.html") if error is None and built.builder.name == "html" else ():
        text = page.read_text(encoding="utf-8")
        changed = text.replace('class="caption" role="heading">', 'class="caption" role="heading" aria-level="2">')
        changed = changed.replace("<pre>", '<pre tabindex="0">')
        if changed != text:
            page.write_text(changed, encoding="utf-8")


def setup(sphinx: Any) -> None:
    """Say what is done before the pages are read, and after they are written."""
    one_environment()
    sphinx.connect("builder-inited", write_commands)
    # Before the theme asks for the tree.
    sphinx.connect("html-page-context", open_one_branch, priority=400)
    sphinx.connect("build-finished", open_to_all)
