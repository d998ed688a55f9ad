"""A stranger's bytes as text: marks first, then UTF-8, then the old encoding that gives the likeliest words."""

from __future__ import annotations

import re
from typing import Final

from solver.importers.files.guessing import GUESSES, encoding_of
from solver.readers.text.files import marked

_SHOWN: Final = 3


def decode(raw: bytes) -> tuple[str, str]:
    r"""Return a text and the encoding it was read by: marks first, then UTF-8, then one that is guessed.

    Examples
    --------
    >>> decode("ä".encode("utf-16"))[0], decode("ä".encode("cp1252")), decode(b"PK\x03\x04\x00")
    ('ä', ('ä', 'cp1252'), ('', ''))
    """
    if encoding := marked(raw):
        return raw.decode(encoding, errors="replace").lstrip("\ufeff"), encoding
    head = raw[:4096]
    if b"\0" in head:
        # UTF-16 without a mark: every other byte of Western text is 0. Everything else with zeros is no text.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) * 3 < len(head) or min(even, odd) * 9 > max(even, odd):
            return "", ""
        encoding = "utf-16-be" if even > odd else "utf-16-le"
        return raw.decode(encoding, errors="replace"), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = encoding_of(raw)
        return raw.decode(encoding, errors="replace"), encoding


def said_of_guess(text: str, encoding: str) -> str:
    """Return in words how bytes were read that do not say how, with the first words that show whether it was right.

    Examples
    --------
    >>> said_of_guess("Lšsen, Müller", "cp1252")
    "no UTF-8, so read as Windows writes it in western countries: 'Lšsen', 'Müller'. If that is wrong, save it as UTF-8"
    """
    words = dict.fromkeys(word for word in re.findall(r"[\w\ufffd]+", text) if not word.isascii())
    shown = ", ".join(map(repr, list(words)[:_SHOWN])) or "signs alone"
    return f"no UTF-8, so read as {GUESSES[encoding]}: {shown}. If that is wrong, save it as UTF-8"
