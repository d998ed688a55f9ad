"""Files that are for people or for tools, known by their names: never members, whatever they hold."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Final

# An underscore or a word such as template in front of the name makes a form to fill in, no card.
DOCUMENT: Final = re.compile(
    r"readme|licen[cs]e|copying|notice|authors|contributors|contributing|changelog|changes|dialects|"
    r"code[-_ ]of[-_ ]conduct|agents|claude|gemini|copilot-instructions|pull_request_template|issue_template|"
    r"index|templates?|_.*",
    re.IGNORECASE,
)
TEXTS: Final = frozenset({"", ".md", ".mdx", ".txt", ".rst", ".adoc", ".html", ".pdf"})


def is_document(name: str) -> bool:
    """Return whether a file is a document by its name. SECURITY.md may be a card: its shape decides.

    Examples
    --------
    >>> [is_document(name) for name in ("cards/README.md", "AGENTS.md", "cards/SECURITY.md", "agents.yaml")]
    [True, True, False, False]
    """
    path = PurePath(name)
    return path.suffix.lower() in TEXTS and DOCUMENT.fullmatch(path.name.split(".")[0]) is not None
