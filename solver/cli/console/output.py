"""Where results go: a file whose extension names the format, or stdout."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import typer

from solver.cli.console.counting import hush
from solver.cli.console.talk import TALK
from solver.cli.console.terminal import coloured, shows_colours
from solver.errors import Fault, InputError, not_installed
from solver.report.text.markup import printable_lines
from solver.writing import write_file

BY_EXTENSION = {f".{name}": name for name in ("json", "csv", "md", "dot", "graphml", "gexf", "html", "xlsx")}
BY_EXTENSION |= {".txt": "table", ".htm": "html"}


def chosen_format(asked: str | None, output: Path | None, known: tuple[str, ...]) -> str:
    """Return the format that was asked for, else that of the file's extension, else the first known one.

    Nothing has been computed yet when this is asked: a file that could not be written in the end is refused here.
    """
    if asked and asked not in known:
        raise typer.BadParameter(f"expected one of {', '.join(known)}, got {asked!r}")
    to_file = output is not None and str(output) != "-"
    by_file = BY_EXTENSION.get(output.suffix.lower()) if output else None
    if output and to_file and not asked and by_file not in known:
        endings = ", ".join(ending for ending, name in BY_EXTENSION.items() if name in known)
        raise typer.BadParameter(f"expected a file that ends in one of {endings}, got {output.name!r}")
    refuse_nowhere(output)
    name = asked or by_file or known[0]
    if name == "xlsx":
        need_workbooks()
    return name


def need_workbooks() -> None:
    """Raise a fault, before anything is planned, if no workbook can be written."""
    if find_spec("openpyxl") is None:
        raise not_installed("-o", "look", "no openpyxl", " for a workbook")


def refuse_nowhere(path: Path | None) -> None:
    """Raise a fault if a file could not be written where it should be."""
    if path and str(path) != "-" and (path.is_dir() or not path.parent.is_dir()):
        got = "a folder" if path.is_dir() else f"no folder {path.parent}"
        raise InputError((Fault(str(path), 1, "a file in a folder that is there", got),))


def write(content: str | bytes, output: Path | None = None, *, in_colour: bool = False) -> None:
    """Write to the file, or to stdout if there is none; no text says anything to the terminal but what can be read.

    Only here, after everything else that could speak to a terminal is gone, colours come in: where they are shown.
    """
    text = content if isinstance(content, bytes) else printable_lines(content) + "\n"
    if output and str(output) != "-":
        write_file(output, text)
        return
    if isinstance(text, str) and in_colour and shows_colours(unwanted=TALK.no_color):
        text = coloured(text)
    _print(text.encode() if isinstance(text, str) else text)


def say(path: Path) -> None:
    """Print the name of a file that was written."""
    _print((printable_lines(str(path)) + "\n").encode("utf-8", "surrogateescape"))


def _print(data: bytes) -> None:
    """Write to stdout, which may be closed or full: then the user did not get what was asked for, and is told."""
    hush()
    if sys.stdout is None:
        raise InputError((Fault("stdout", 1, "to write to it", "closed"),))
    try:
        stream = typer.get_binary_stream("stdout")
        stream.write(data)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise InputError((Fault("stdout", 1, "to write to it", str(error.strerror).lower()),)) from error
