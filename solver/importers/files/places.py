"""On which line the items of a JSON list start."""

from __future__ import annotations

import json
import re


def item_lines(text: str, key: str = "") -> list[int]:
    r"""Return the line of each item of the list that a text is, or of the first list under a key.

    Examples
    --------
    >>> item_lines('[{},\n{}]'), item_lines('{"a": 1,\n "b": [\n{}]}', "b")
    ([1, 2], [3])
    """
    if text.lstrip()[:1] == "{" and not key:
        return [number for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    match = re.search(rf'"{re.escape(key)}"\s*:\s*\[', text) if key else re.search(r"\[", text)
    decoder, found = json.JSONDecoder(), list[int]()
    at, line, counted = (match.end() if match else len(text)), 1, 0
    while at < len(text):
        while at < len(text) and text[at] in " \t\r\n,":
            at += 1
        if at >= len(text) or text[at] == "]":
            break
        line, counted = line + text.count("\n", counted, at), at
        found.append(line)
        try:
            _, at = decoder.raw_decode(text, at)
        except ValueError:
            break
    return found


def line_at(lines: list[int], number: int) -> int:
    """Return the line of an item, 1 where it is not known."""
    return lines[number] if number < len(lines) else 1
