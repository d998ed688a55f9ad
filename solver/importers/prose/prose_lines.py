"""The lines of communication in prose: "Collaborate with security-auditor on vulnerabilities"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from solver.importers.nouns import Line
from solver.importers.prose.slugs import (
    FOLLOWS,
    JOINTS,
    SLUG,
    THINGS,
    TOWARDS,
    WORD,
    bare,
    is_doer,
    is_practice,
    is_slug,
)

SECTION: Final = re.compile(
    r"^\s*(?:#+\s*|\*\*)?(?:\w+ and )?(?:integrat|collaborat|coordinat|communicat|interact|work)\w*\s+"
    r"(?:with|between|among)\s+(?:the\s+)?(?:(?:other|sibling|related|fellow)\s+)?(?:sub-?)?agents\b",
    re.IGNORECASE,
)
# Headings that may open something else: of their bullets only those count that name an agent.
LOOSE: Final = re.compile(
    r"^#+\s*(?:agent )?(?:collaborations?|collaborates with|works with|hand-?offs?|related agents|delegation|"
    r"delegates to|coordination|escalations?(?: path)?)\s*:?\s*$",
    re.IGNORECASE,
)
HEADING: Final = re.compile(r"#{1,6}\s|\*\*[^*]+\*\*:?\s*$")
BULLET: Final = re.compile(r"\s*(?:[-*+•]|\d+[.)])\s+(.*\S)")
BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
TOKEN: Final = re.compile(rf"{SLUG.pattern}|[\w'’.+]+(?:/[\w'’.+]+)*(?<![.,;:])|[^\w\s]")
PARTS: Final = re.compile(r"\s*(?:/|,|&|\band\b|\bor\b|\+)\s*")
LEADS: Final = re.compile(r"^(?:[\s\-–—:,;→']|\.(?!\w))+")
TOWARDS_FIRST: Final = re.compile(r"^(?:with|to|from)\s+", re.IGNORECASE)
CONNECTS: Final = re.compile(r"^(?:on|for|about|regarding|with|concerning)\s+", re.IGNORECASE)
FILE: Final = re.compile(r"`[^`]*`")
VERBS: Final = {
    **dict.fromkeys(
        ("receive", "get", "take", "read", "accept", "consume", "obtain", "request", "collect"), "RECEIVES"
    ),
    **dict.fromkeys(("provide", "share", "give", "hand", "feed", "send", "deliver", "pass", "supply"), "PROVIDES"),
    **dict.fromkeys(("support", "help", "assist", "guide", "enable", "advise", "point", "brief", "inform"), "PROVIDES"),
    **dict.fromkeys(("delegate", "route", "dispatch", "assign", "forward", "handoff"), "PROVIDES"),
    **dict.fromkeys(("consult", "engage", "ask"), "CONSULTS"),
    **dict.fromkeys(("coordinate", "sync", "align", "synchronize", "orchestrate"), "COORDINATES"),
    **dict.fromkeys(("notify", "tell", "update"), "NOTIFIES"),
    **dict.fromkeys(("train", "mentor", "educate", "teach", "coach"), "EDUCATES"),
    "alert": "ALERTS",
    "escalate": "ESCALATES",
    "report": "REPORTS TO",
    **dict.fromkeys(("review", "audit", "monitor", "track"), "REVIEWS"),
}
# After these verbs the name comes at once, whatever follows it.
DIRECT: Final = frozenset(
    {"help", "let", "support", "guide", "assist", "enable", "give", "point", "use", "ask", "brief"}
)


def lines_in(body: str, file: str, first_line: int = 1) -> tuple[Line, ...]:
    """Return a line for each bullet of the sections of a markdown text that say with which agents the writer works."""
    found = ((parse_bullet(text, file, number), is_loose) for number, text, is_loose in _bullets(body, first_line))
    return tuple(line for line, is_loose in found if line.targets or not is_loose)


def _bullets(body: str, first_line: int) -> Iterator[tuple[int, str, bool]]:
    inside = seen = is_loose = False
    for number, line in enumerate(body.split("\n"), start=first_line):
        if (SECTION.match(line) or LOOSE.match(line)) and not BULLET.match(line):
            inside, seen, is_loose = True, False, not SECTION.match(line)
            continue
        if not inside or not line.strip():
            continue
        bullet = BULLET.match(line)
        if bullet:
            seen = True
            yield number, bullet[1], is_loose
        elif HEADING.match(line.strip()) or (seen and not line[0].isspace()):
            inside = False


def parse_bullet(text: str, file: str = "", line: int = 0) -> Line:
    """Return what one bullet says: the verb, whom it names, about what.

    Names are bold slugs, or slugs that stand where a name stands: after the verb, or after with, to or from. A single
    word there is a name only if somebody has it. What is followed by a word such as tools is doubtful.

    Examples
    --------
    >>> parse_bullet("Receive API drafts from api-designer").text
    'api-designer (API drafts)'
    >>> parse_bullet("**it-ops / m365-admin** – routing").targets
    ('it-ops', 'm365-admin')
    >>> parse_bullet("Partner with tool-shelf tools for search").doubtful
    ('tool-shelf',)
    """
    plain = FILE.sub(lambda match: match[0].strip("`") if is_slug(match[0].strip("`")) else " ", text).strip()
    first = re.match(r"[A-Za-z]+", plain)
    verb = VERBS.get(first[0].lower(), "COLLABORATES") if first and not is_slug(_head(plain)) else "COLLABORATES"
    bold = _bold(plain)
    if bold:
        names, doubtful, topic = bold
        return _line(verb, plain, names, (), doubtful, topic, file, line)
    return _plain(verb, BOLD.sub(r"\1", plain), file, line)


def _head(text: str) -> str:
    match = SLUG.match(text)
    return match[0] if match else ""


def _bold(text: str) -> tuple[tuple[str, ...], tuple[str, ...], str] | None:
    """Return the names in bold, those that look like things, and the topic; None if no slug is in bold."""
    names: list[str] = []
    doubtful: list[str] = []
    end = 0
    for match in BOLD.finditer(text):
        parts = [part for part in PARTS.split(match[1].strip(" :")) if part]
        if not parts or not all(SLUG.fullmatch(part) or WORD.fullmatch(part) for part in parts):
            continue
        if not any(SLUG.fullmatch(part) for part in parts):
            continue
        follows = re.match(r"\s+(\w+)", text[match.end() :])
        is_thing = follows is not None and follows[1].lower() in THINGS
        for part in map(bare, parts):
            (doubtful if is_thing or (match.start() and is_practice(part)) else names).append(part)
        end = end or match.end()
    if not names and not doubtful:
        return None
    return tuple(dict.fromkeys(names)), tuple(doubtful), _topic("", text[end:])


def _plain(verb: str, text: str, file: str, line: int) -> Line:
    spans = [(match[0], match.start(), match.end()) for match in TOKEN.finditer(text)]
    words = [word for word, _, _ in spans]
    start = _start(words)
    if start is None:
        maybe = tuple(dict.fromkeys(word for at, word in enumerate(words) if _is_maybe(words, at)))
        return _line(verb, text, (), maybe, (), "", file, line)
    names, stop = _names(words, start)
    before = text[spans[1][1] : spans[start][1]] if start > 1 else ""
    topic = _topic(before, text[spans[stop - 1][2] :])
    following = words[stop].lower() if stop < len(words) else ""
    if following in THINGS:
        return _line(verb, text, (), (), names, topic, file, line)
    return _line(verb, text, names, (), (), topic, file, line)


def _start(words: list[str]) -> int | None:
    """Return where the first name stands."""
    if words and is_slug(words[0]) and (len(words) == 1 or words[1] in FOLLOWS):
        return 0
    if len(words) > 1 and is_slug(words[1]):
        follows = words[_names(words, 1)[1]].lower() if _names(words, 1)[1] < len(words) else "."
        if follows in FOLLOWS or (words[0].lower() in DIRECT and is_doer(words[1])) or follows in THINGS:
            return 1
    for at in range(1, len(words) - 1):
        if words[at].lower() in TOWARDS:
            name = at + 2 if words[at + 1].lower() in {"the", "a", "an", "our"} and at + 2 < len(words) else at + 1
            if is_slug(words[name]) and _is_named(words, name):
                return name
    return None


def _is_named(words: list[str], at: int) -> bool:
    stop = _names(words, at)[1]
    follows = words[stop].lower() if stop < len(words) else "."
    return follows in FOLLOWS or follows in THINGS or is_doer(words[at]) or "@" in words[at]


def _names(words: list[str], start: int) -> tuple[tuple[str, ...], int]:
    """Return the names joined by commas, slashes, and, or, from a place on, and the place after them."""
    names, at = [bare(words[start])], start + 1
    while at + 1 < len(words) and words[at].lower() in JOINTS:
        step = at + 1
        while step < len(words) - 1 and words[step].lower() in JOINTS:
            step += 1
        if not is_slug(words[step]):
            break
        names.append(bare(words[step]))
        at = step + 1
    return tuple(dict.fromkeys(names)), at


def _is_maybe(words: list[str], at: int) -> bool:
    """Return whether a word stands where a name stands, and is one if somebody has it."""
    if at == 0 or not (WORD.fullmatch(words[at]) or SLUG.fullmatch(words[at])):
        return False
    follows = words[at + 1].lower() if at + 1 < len(words) else "."
    return (at == 1 or words[at - 1].lower() in TOWARDS) and follows in FOLLOWS


def _topic(before: str, after: str) -> str:
    """Return what a line is about: the object of the verb, then what follows the name."""
    what = re.sub(r"\s*\b(?:with|to|from|into|before|after|by|via|through|for)\s*(?:the|a|an|our)?\s*$", "", before)
    rest = CONNECTS.sub("", LEADS.sub("", BOLD.sub(r"\1", after)))
    parts = [" ".join(part.split()).strip(" .;,") for part in (what, rest)]
    return "; ".join(part for part in parts if part)


def _line(
    verb: str,
    text: str,
    names: tuple[str, ...],
    maybe: tuple[str, ...],
    doubtful: tuple[str, ...],
    topic: str,
    file: str,
    line: int,
) -> Line:
    clean = topic.translate(str.maketrans("()", "[]"))
    said = written(names, clean) if names else _said(text)
    return Line(verb, said, file, line, names, maybe, doubtful, clean)


def written(names: tuple[str, ...], topic: str) -> str:
    """Return the object of a line as a card of the seed family writes it.

    Examples
    --------
    >>> written(("OPS", "QA"), "releases")
    'OPS, QA (releases)'
    """
    return ", ".join(names) + (f" ({topic})" if topic else "")


def _said(text: str) -> str:
    """Return a line that names nobody, without its verb and without the marks of markdown."""
    words = BOLD.sub(r"\1", text).translate(str.maketrans("()", "[]")).split()
    return TOWARDS_FIRST.sub("", " ".join(words[1:] if len(words) > 1 else words).rstrip("."))
