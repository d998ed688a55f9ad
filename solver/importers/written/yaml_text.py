"""Texts as YAML reads them back."""

from __future__ import annotations

import json
import re


def quoted(text: str) -> str:
    """Return a text as YAML reads it back: bare where nothing in it means anything, else as a JSON string.

    Examples
    --------
    >>> quoted("ANA"), quoted("Ana Ortiz"), quoted("no"), quoted("a: b")
    ('ANA', 'Ana Ortiz', '"no"', '"a: b"')
    """
    words = {"yes", "no", "on", "off", "true", "false", "null", "y", "n", "~"}
    is_bare = re.fullmatch(r"[^\W\d_][\w .+/-]*[\w+/]|[^\W\d_]", text) and text.lower() not in words
    return text if is_bare else json.dumps(text, ensure_ascii=False)
