"""Where results go: a file whose extension names the format, or stdout."""

from __future__ import annotations

from pathlib import Path

import typer

BY_EXTENSION = {f".{name}": name for name in ("json", "csv", "md", "dot", "graphml", "gexf")} | {".txt": "table"}


def chosen_format(asked: str | None, output: Path | None, known: tuple[str, ...]) -> str:
    """Return the format that was asked for, else that of the file's extension, else the first known one."""
    if asked and asked not in known:
        raise typer.BadParameter(f"expected one of {', '.join(known)}, got {asked!r}")
    by_file = BY_EXTENSION.get(output.suffix) if output else None
    if output and str(output) != "-" and not asked and by_file not in known:
        raise typer.BadParameter(f"expected a file that ends in one of {', '.join(BY_EXTENSION)}, got {output.name!r}")
    return asked or by_file or known[0]


def write(text: str, output: Path | None) -> None:
    """Write to the file, or to stdout if there is none."""
    if output and str(output) != "-":
        output.write_text(text + "\n", encoding="utf-8")
    else:
        typer.echo(text)
