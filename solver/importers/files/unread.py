"""Why no family knows a file, as far as its own bytes tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import yaml

from solver.importers.files.plain_yaml import load_plain

UNKNOWN: Final = "of no known family"
# How an old binary workbook starts, whatever it is called.
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MOST: Final = 120


def why_unread(path: Path, raw: bytes, text: str) -> str:
    r"""Return in words why a file is not read: that it is damaged, empty or no text, else that nobody knows its shape.

    Parameters
    ----------
    path : Path
        Its name, whose ending says what it should be.
    raw : bytes
        What stands in it.
    text : str
        The same, decoded; empty where it is no text.

    Returns
    -------
    str
        What a reader can act on, with the line where there is one.

    Examples
    --------
    >>> why_unread(Path("a.json"), b"[1,\n2 3]", "[1,\n2 3]")
    "no JSON: Expecting ',' delimiter on line 2"
    >>> why_unread(Path("a.csv"), b"", ""), why_unread(Path("a.csv"), b"a,b\nc\x00", "")
    ('empty', 'no text: a zero byte on line 2')
    """
    ending = path.suffix.lower()
    if not raw.strip():
        return "empty"
    if raw.startswith(_OLE):
        return "a workbook of the old kind: save it as .xlsx or .csv"
    if raw.startswith(b"PK"):
        return UNKNOWN
    if not text:
        return f"no text: a zero byte on line {raw[: raw.find(0)].count(10) + 1}" if 0 in raw else "no text"
    if ending == ".jsonl":
        lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        whys = (f"no JSON: {why} on line {number}" for number, line in lines if (why := _why_no_json(line)[0]))
        return next(whys, UNKNOWN)
    if ending == ".json":
        why, line = _why_no_json(text)
        return f"no JSON: {why} on line {line}" if why else UNKNOWN
    return _why_no_yaml(text) if ending in {".yaml", ".yml"} else UNKNOWN


def _why_no_json(text: str) -> tuple[str, int]:
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.msg, error.lineno
    except RecursionError:
        return "values nested too deep", 1
    except ValueError as error:
        return str(error)[:_MOST], 1
    return "", 0


def _why_no_yaml(text: str) -> str:
    try:
        load_plain(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return f"no YAML: {error.problem or error.context} on line {line}"
    except yaml.YAMLError as error:
        return f"no YAML that is read here: {error}"[:_MOST]
    return UNKNOWN
