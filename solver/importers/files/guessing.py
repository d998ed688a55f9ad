"""Bytes that are no UTF-8 and have no mark: which of the old encodings gives words that somebody may have written."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# How each is told; where nothing speaks for another, it is the first.
GUESSES: Final = {
    "cp1252": "Windows writes it in western countries",
    "mac_roman": "older programs on a Mac write it in western countries",
    "cp850": "DOS wrote it in western countries",
    "cp1251": "Windows writes Cyrillic",
    "gb18030": "Windows writes Chinese",
}
GUESSED: Final = next(iter(GUESSES))
# So much of a text tells.
LOOKED_AT: Final = 1_000_000
# What may stand between two letters of a word, or between two words, without a blank.
_BETWEEN: Final = frozenset("’‘–—…·•™®©°«»„“”\xad\xa0")
# Letters by their kind that no word of these languages has: of mathematics, of Turkish, of two letters in one.
_NO_LETTERS: Final = frozenset("ƒıﬁﬂªº")
# Of two readings without an odd word the one with more of these is right: others are far less usual.
_USUAL: Final = frozenset("äöüÄÖÜßéèàçñáíóåøæ")
_CYRILLIC: Final = re.compile(r"[А-ЯЁ]?[а-яё]+|[А-ЯЁ]+")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
# What Chinese text is parted by.
_SIGNS: Final = frozenset("，。：；（）、？！《》“”—…　％／")
_FEWEST, _SHARE = 2, 0.95


def encoding_of(raw: bytes) -> str:
    """Return the encoding that a text was probably written in, one of ``GUESSES``.

    Examples
    --------
    >>> [encoding_of(f"Prüfung, Größe".encode(name)) for name in ("cp1252", "mac_roman", "cp850")]
    ['cp1252', 'mac_roman', 'cp850']
    >>> encoding_of("Задача;Срок".encode("cp1251")), encoding_of("任务,负责人".encode("gb18030"))
    ('cp1251', 'gb18030')
    """
    raw = raw[:LOOKED_AT]
    if _is_cyrillic(raw.decode("cp1251", errors="replace")):
        return "cp1251"
    if _is_chinese(raw):
        return "gb18030"
    western = {name: raw.decode(name, errors="replace") for name in ("cp1252", "mac_roman", "cp850")}
    sane = {name: sum(sign in _USUAL for sign in text) for name, text in western.items() if not _is_odd(text)}
    most = max(sane.values(), default=0)
    likely = [name for name, count in sane.items() if count == most]
    return GUESSED if GUESSED in sane or len(likely) != 1 else likely[0]


def _is_odd(text: str) -> bool:
    """Return whether a sign stands within a word that no word has, or a capital letter behind a small one."""
    padded = f" {text} "
    return any(
        not sign.isascii() and _is_out_of_place(padded[at - 1], sign, padded[at + 1])
        for at, sign in enumerate(padded[1:-1], start=1)
    )


def _is_out_of_place(before: str, sign: str, after: str) -> bool:
    is_inside = before.isalpha() and after.isalpha()
    if unicodedata.category(sign) not in {"Lu", "Ll"} or sign in _NO_LETTERS:
        return sign not in _BETWEEN and (is_inside or sign == "\ufffd")
    return sign.isupper() and before.isalpha() and (before.islower() or after.islower())


def _is_cyrillic(text: str) -> bool:
    """Return whether all words that are not of ASCII alone are of Cyrillic letters alone, small behind capital ones."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    return bool(words) and all(map(_CYRILLIC.fullmatch, words)) and not _is_odd(text)


def _is_chinese(raw: bytes) -> bool:
    """Return whether all that is not ASCII is Chinese, nearly all of it of the 3,755 usual signs."""
    try:
        # What was cut off at the end may be half a sign.
        text = raw.decode("gb18030", errors="ignore" if len(raw) == LOOKED_AT else "strict")
    except UnicodeDecodeError:
        return False
    signs = [sign for sign in text if not sign.isascii() and sign not in _SIGNS]
    return len(signs) >= _FEWEST and sum(map(_is_usual, signs)) >= _SHARE * len(signs)


def _is_usual(sign: str) -> bool:
    found = sign.encode("gb2312", errors="ignore")
    return bool(found) and 0xB0 <= found[0] <= 0xD7
