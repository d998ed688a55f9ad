"""Small random damage to bytes, as editors, exports, merges and malice do it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

# What trips readers up: marks of each format, numbers at the edges, letters that are more or less than one.
TOKENS = [
    *(
        b"---",
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b"'",
        b"&a ",
        b"*a",
        b"!!int ",
        b"? ",
        b"- ",
        b": ",
        b"#",
        b"|\n",
        b">\n",
        b"%",
    ),
    *(
        b",",
        b";",
        b"\t",
        b"\n",
        b"\r",
        b"\r\n",
        b" ",
        b"=",
        b"->",
        b"<<: ",
        b"null",
        b"true",
        b"yes",
        b"~",
        b"...",
        b"..",
    ),
    *(
        b"0",
        b"-1",
        b"01",
        b"1e999",
        b"1e9",
        b"-0",
        b"0.1",
        b"0.30000000000000004",
        b"1,5",
        b"80%",
        b"2d",
        b"1w",
        b"90min",
    ),
    *(b"9" * 25, b"9" * 4301, b"0." + b"3" * 60, b"NaN", b"Infinity", b"-Infinity", b"inf", b"999999", b"1000001"),
    *(b"\\ud800", b"\\u0000", b"\0", b"\x1b[31m", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xe2\x80\xae"),
    *("é".encode(), "e\u0308".encode(), "\u2028".encode(), "\U0001f600".encode(), "\u0661".encode(), "ı".encode()),
    *(
        b"weight=2",
        b"primary",
        b":secondary",
        b"DONE",
        b"CANCELLED",
        b"IN_PROGRESS",
        b"ANN",
        b"ann",
        b"T1",
        b"id",
        b"tasks",
    ),
    *(
        b"=HYPERLINK(1)",
        b"../x",
        b"/dev/zero",
        b"2027-01-04",
        b"2027-13-40",
        b"DE-BY",
        b"every: 1d",
        b"from: 0001-01-01",
    ),
]


def mutated(seed: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """Return a text after one to five mutations."""
    data = bytearray(seed)
    for _ in range(chance.choice([1, 1, 2, 3, 5])):
        chance.choice(_WAYS)(data, others, chance)
    return bytes(data[:200_000])


def _flip(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] = chance.randrange(256)


def _insert(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice(TOKENS)


def _repeat(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    at = chance.randint(0, len(data))
    data[at:at] = chance.choice(TOKENS) * chance.choice([2, 10, 60, 300, 3000])


def _cut(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    start, end = _span(data, chance)
    del data[start:end]


def _double(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    start, end = _span(data, chance)
    data[end:end] = data[start:end] * chance.choice([1, 1, 2, 40])


def _replace(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    """Put a token in the place of a word."""
    words = [at for at in range(len(data)) if data[at : at + 1].isalnum() and not data[at - 1 : at].isalnum()]
    if words:
        start = chance.choice(words)
        end = next((at for at in range(start, len(data)) if not data[at : at + 1].isalnum()), len(data))
        data[start:end] = chance.choice(TOKENS)


def _lines(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    """Swap two lines, or drop or double one."""
    lines = bytes(data).split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    if chance.random() < 0.5:
        lines[one : one + 1] = [lines[one]] * chance.choice([0, 2])
    data[:] = b"\n".join(lines)


def _splice(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    """Put a piece of another text in."""
    other = bytearray(chance.choice(others))
    start, end = _span(other, chance)
    at = chance.randint(0, len(data))
    data[at:at] = other[start:end]


def _encode(data: bytearray, others: Sequence[bytes], chance: random.Random) -> None:
    text = bytes(data).decode("utf-8", errors="replace")
    data[:] = text.encode(chance.choice(["utf-16", "utf-16-le", "utf-8-sig", "utf-32"]))


def _span(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(data))
    return start, min(len(data), start + chance.choice([1, 2, 5, 20, 100]))


_WAYS: list[Callable[[bytearray, Sequence[bytes], random.Random], None]] = [
    *(_flip, _flip, _insert, _insert, _insert, _repeat, _cut, _cut, _double, _replace, _replace, _replace),
    *(_lines, _lines, _splice, _splice, _encode),
]
