"""The head of a markdown file between two lines of dashes, read as far as possible where it is no valid YAML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from solver.importers.files.plain_yaml import load_plain

HEAD: Final = re.compile(r"\A(?:[ \t]*\n)*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$\n?", re.DOTALL | re.MULTILINE)
KEY: Final = re.compile(r"([A-Za-z_][\w .-]*?):(?:\s+(.*))?$")
ITEM: Final = re.compile(r"\s*-\s+(.*)$")
HEADING: Final = re.compile(r"^(#{2,5}) ", re.MULTILINE)


@dataclass
class FrontMatter:
    """The keys of the head, all values as text, lists or mappings; the rest of the file and the line it starts on."""

    data: dict[str, Any] = field(default_factory=dict)
    body: str = ""
    body_line: int = 1
    fault: str = ""
    fault_line: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    def text(self, *keys: str) -> str:
        """Return the first of the keys that holds plain text, on one line."""
        for key in keys:
            value = self.data.get(key)
            if isinstance(value, str) and value.strip():
                return " ".join(value.split())
        return ""

    def line(self, key: str) -> int:
        """Return the line of a key."""
        return self.lines.get(key, 1)


def split_head(text: str) -> FrontMatter | None:
    r"""Return the head and the body of a text; None if it has no head.

    Examples
    --------
    >>> found = split_head("---\nname: a\ndescription: Use it. Starts on: 'x'\n---\nBody\n")
    >>> found.data, found.body, found.body_line, bool(found.fault)
    ({'name': 'a', 'description': "Use it. Starts on: 'x'"}, 'Body\n', 5, True)
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    match = HEAD.match(text)
    if match is None:
        return None
    first = text[: match.start(1)].count("\n") + 1
    found = FrontMatter(body=text[match.end() :], body_line=text[: match.end()].count("\n") + 1)
    found.lines = {
        key[1].strip(): first + number for number, line in enumerate(match[1].split("\n")) if (key := KEY.match(line))
    }
    try:
        # Everything stays text: a model called 4.1 is no number.
        data = load_plain(match[1])
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        found.fault = str(getattr(error, "problem", None) or "no YAML")
        found.fault_line = first + (mark.line if mark else 0)
        data = _by_lines(match[1])
    found.data = data if isinstance(data, dict) else {}
    return found


def _by_lines(text: str) -> dict[str, Any]:
    """Return the keys that stand at the left edge with what follows them; deeper lines go on where they are."""
    found: dict[str, Any] = {}
    key = ""
    for line in text.split("\n"):
        match, item = KEY.match(line), ITEM.match(line)
        if match:
            key = match[1].strip()
            found.setdefault(key, _plain(match[2] or ""))
        elif item and key and (isinstance(found[key], list) or not found[key]):
            found[key] = [*(found[key] or []), _plain(item[1])]
        elif line.strip() and isinstance(found.get(key), str):
            found[key] = f"{found[key]} {line.strip()}".strip()
    return found


def _plain(text: str) -> Any:
    text = text.strip()
    if text[:1] == "[" and text[-1:] == "]":
        return [part.strip().strip("\"'") for part in text[1:-1].split(",") if part.strip()]
    if text in {"|", ">", "|-", ">-"}:
        return ""
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


def split_outside(text: str, marks: str = ",") -> list[str]:
    """Return the parts of a text between marks, those in brackets left together.

    Examples
    --------
    >>> split_outside("a, b (c, d), e")
    ['a', ' b (c, d)', ' e']
    """
    parts, start, depth = list[str](), 0, 0
    for at, sign in enumerate(text):
        depth = max(0, depth + (sign in "([") - (sign in ")]"))
        if sign in marks and not depth:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def names_in(value: Any) -> tuple[str, ...]:
    """Return the names in a list or in one text with commas, those in brackets left together.

    Examples
    --------
    >>> names_in("Read, Bash(git add:*, git rm:*), Agent(a, b)")
    ('Read', 'Bash(git add:*, git rm:*)', 'Agent(a, b)')
    """
    if isinstance(value, dict):
        value = [key for key, said in value.items() if str(said).lower() not in {"false", "deny", "no"}]
    parts = split_outside(value) if isinstance(value, str) else value if isinstance(value, list) else []
    found = (" ".join(part.split()).strip("'\"") for part in parts if isinstance(part, str))
    return tuple(name for name in found if name)


def lowered(text: str) -> str:
    """Return a text with its headings one level down, so that none of them is a section of the card it goes into."""
    return HEADING.sub(r"\1# ", text.replace("\r\n", "\n")).strip("\n")
