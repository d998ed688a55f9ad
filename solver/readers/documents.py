"""Files that are for people or for tools: never members. Most are known by their names, others by their shape."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

from solver.domain.cards import PROSE, SECTIONS

# An underscore or a word such as template in front of the name makes a form to fill in, no card.
DOCUMENT: Final = re.compile(
    r"readme|licen[cs]e|copying|notice|authors|contributors|contributing|changelog|changes|dialects|"
    r"code[-_ ]of[-_ ]conduct|agents|claude|gemini|copilot-instructions|pull_request_template|issue_template|"
    r"index|templates?|[_.].*",
    re.IGNORECASE,
)
SHAPES: Final = frozenset({*SECTIONS, PROSE})
BULLET: Final = re.compile(r"(?:[-*+]|[0-9]{1,9}[.)])\s")
TEXTS: Final = frozenset({"", ".md", ".mdx", ".txt", ".rst", ".adoc", ".html", ".pdf"})


def is_document(name: str) -> bool:
    """Return whether a file is a document by its name. SECURITY.md may be a card: its shape decides.

    Examples
    --------
    >>> [is_document(name) for name in ("cards/README.md", "AGENTS.md", "cards/SECURITY.md", "agents.yaml")]
    [True, True, False, False]
    """
    path = PurePath(name)
    stem = path.name.split(".")[0] or path.name
    return path.suffix.lower() in TEXTS and DOCUMENT.fullmatch(stem) is not None


def is_prose(text: str) -> bool:
    r"""Return whether a text has nothing of the shape of a card: no section that cards have, no list, no front matter.

    A title alone is a card about which nothing is known yet.

    Examples
    --------
    >>> is_prose("# Notes\nWe met on Monday.\n"), is_prose("# ANN\n"), is_prose("## Core Capabilities\n- work: 0.9\n")
    (True, False, False)
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if lines[:1] == ["---"]:
        return False
    told = [line for line in lines if not line.startswith("#")]
    listed = any(BULLET.match(line) for line in told)
    headed = any(line.lstrip("#").strip().casefold() in SHAPES for line in lines if line.startswith("#"))
    return bool(told) and not listed and not headed
