"""Which words of a sentence are names of agents: slugs where a name stands, not the English that looks alike."""

from __future__ import annotations

import re
from typing import Final

PART: Final = r"[A-Za-z0-9]+(?:\.\d+)*"
SLUG: Final = re.compile(rf"@?{PART}(?:[-_]{PART})+")
WORD: Final = re.compile(r"[a-z][a-z0-9]{2,}")
JOINTS: Final = frozenset({",", "/", "&", "and", "or", "and/or", "+", "then"})
TOWARDS: Final = frozenset(
    {"with", "to", "from", "into", "before", "after", "by", "via", "through", "for", "alongside", "→", "->", "towards"}
)
# What may follow a name: where the topic starts, or the sentence goes on.
FOLLOWS: Final = frozenset(
    {
        *("on", "for", "about", "with", "regarding", "when", "if", "during", "across", "in", "to", "so", "via", "as"),
        *("through", "where", "while", "before", "after", "by", "at", "under", "from", "over", "into", "that", "who"),
        *("around", "within", "until", "once", "and", "or", "is", "whenever", "because", "upon", "using", "concerning"),
        *("-", "–", "—", ":", ";", ".", "(", "→", "->", "=", "|"),
    }
)
# Nouns that make what stands before them a thing, not an agent.
THINGS: Final = frozenset(
    {
        *("tool", "tools", "practice", "practices", "principle", "principles", "standard", "standards", "guideline"),
        *("guidelines", "framework", "frameworks", "server", "servers", "plugin", "plugins", "skill", "skills", "api"),
        *("apis", "library", "libraries", "methodology", "techniques", "command", "commands", "catalog", "policy"),
        *("policies", "checklist", "checklists", "template", "templates", "pattern", "patterns", "rules", "service"),
    }
)
# The last word of compounds that are ordinary English: real-time, end-to-end, third-party, open-source.
ENGLISH: Final = frozenset(
    {
        *("time", "end", "party", "source", "term", "based", "driven", "specific", "facing", "native", "level", "wide"),
        *("side", "scale", "up", "off", "in", "out", "call", "functional", "oriented", "first", "only", "effective"),
        *("aware", "ready", "free", "stack", "platform", "team", "house", "depth", "hoc", "date", "art", "premise"),
        *("prem", "line", "test", "use", "point", "throughput", "latency", "quality", "risk", "performance", "file"),
        *("user", "cloud", "region", "tenant", "class", "step", "site", "page", "domain", "language", "world"),
        *("making", "solving", "sharing", "building", "thinking", "grade", "centric", "safe", "like", "backed"),
        *("class", "down", "through", "over", "back", "go", "run", "read", "write", "on", "to", "by", "of", "and"),
    }
)
DOERS: Final = re.compile(
    r"(?:er|or|ist|ant|ian|pro|expert|lead|agent|devs?|ops|admin|guru|master|architect|analyst|coach|chief|hunter|"
    r"scientist|qa|pm|po|sre|dba|bot|assistant|wizard|ninja|sage|oracle|guardian|strategist)$"
)


def is_slug(word: str) -> bool:
    """Return whether a word is written as names of agents are: parts joined by hyphens or underscores.

    Examples
    --------
    >>> is_slug("powershell-5.1-expert"), is_slug("qa_lead"), is_slug("end-to-end"), is_slug("testing")
    (True, True, False, False)
    """
    last = last_part(word)
    # Several of them are a group, not a name: domain-experts, decision-makers.
    is_group = last.endswith("s") and last not in {"devs", "ops", "sales"} and DOERS.search(last[:-1]) is not None
    return SLUG.fullmatch(word) is not None and last not in ENGLISH and not is_group


def last_part(name: str) -> str:
    """Return the last part of a slug, in lower case."""
    return re.split(r"[-_]", name.lower())[-1]


def is_doer(name: str) -> bool:
    """Return whether a slug ends as names of somebody who does something do.

    Examples
    --------
    >>> is_doer("sql-pro"), is_doer("privacy-by-design")
    (True, False)
    """
    return DOERS.search(last_part(name)) is not None


def is_practice(name: str) -> bool:
    """Return whether a slug reads as something done rather than somebody: privacy-by-design, sprint-planning."""
    return last_part(name).endswith("ing") or "-by-" in name


def bare(name: str) -> str:
    """Return a name without the mark of a mention."""
    return name.removeprefix("@")
