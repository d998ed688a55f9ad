"""What a name looks like: the words that stand where a name must stand, in any case and script.

A line may be written loosely: "Blocked decisions" names nobody, "incident commander" does. What only the words can tell
is told by lists, which are short on purpose: whatever they do not know is taken for a name where a name must stand, and
for content where content may stand.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from solver.communication.lines.words import GROUPED, PLACEHOLDERS, ROLE, ROLES, SMALL, SURE, is_plural_thing, is_thing

# Where an object stands: a name must stand there, whom to address may stand there, what is given, or a thing of work.
MUST, WHO, CONTENT, THING = "must", "who", "content", "thing"

WRAPPED: Final = re.compile(r"(\*\*|__|`|\*|\[\[|\"|'|@|“|«)(.+?)(\*\*|__|`|\*|\]\]|\"|'|”|»|)")
ID_FORM: Final = re.compile(r"[A-Z][A-Z0-9]*(?:[_.-][A-Z0-9]+)*")
SLUG: Final = re.compile(r"[^\W_]+(?:[-_.][^\W_]+)+")


def normal(text: str) -> str:
    """Return a text without case, blanks and punctuation: how two ids look alike.

    Examples
    --------
    >>> normal("Billing Agent"), normal("billing.agent")
    ('billingagent', 'billingagent')
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(letter for letter in folded if letter.isalnum() or unicodedata.category(letter)[0] == "M") or folded


def bare(text: str) -> str:
    """Return a name without the dress of Markdown: bold, code, links, quotes, an ``@`` before it."""
    match = WRAPPED.fullmatch(text)
    return match[2].strip() if match and match[2].strip() else text


def is_placeholder(text: str) -> bool:
    """Return whether a text stands for nobody: none, TBD, N/A, a dash.

    Examples
    --------
    >>> is_placeholder("TBD"), is_placeholder("-"), is_placeholder("LEAD")
    (True, True, False)
    """
    plain = " ".join(bare(text).casefold().strip(" .!()[]<>").split())
    return not plain or plain in PLACEHOLDERS or not any(letter.isalnum() for letter in plain)


def is_name(text: str, place: str, limited: bool = False) -> bool:
    """Return whether a text that nobody is called by would have to be a name where it stands.

    Parameters
    ----------
    text : str
        One object of a line, without its topic.
    place : str
        ``must``, ``who``, ``content`` or ``thing``.
    limited : bool
        Whether a topic in brackets follows, as in the form ``NAME (topic)``.

    Returns
    -------
    bool
        False for placeholders, for groups in common words, and for content.

    Examples
    --------
    >>> is_name("incident-commander", "who"), is_name("Blocked decisions", "who"), is_name("Documentation", "content")
    (True, False, False)
    """
    words = text.split()
    if place == THING or not words or is_placeholder(text) or not any(letter.isalpha() for letter in text):
        return False
    first, last = words[0].casefold(), words[-1].casefold().strip(".,;:!?")
    if first in GROUPED or last in GROUPED or ROLES.fullmatch(last.rsplit("-", 1)[-1]):
        # "DEVELOPERS" is how an id is written; "developers" and "All agents" are how a group is spoken of.
        return len(words) == 1 and bool(ID_FORM.fullmatch(text)) and first not in GROUPED
    if len(words) == 1:
        return _is_single(text, place, limited)
    return _is_phrase(words, place, limited)


def _is_single(text: str, place: str, limited: bool) -> bool:
    if ID_FORM.fullmatch(text) and len(text) > 1:
        return True
    folded = text.casefold().replace("_", "-")
    last = folded.rsplit("-", 1)[-1]
    if folded in SURE or is_plural_thing(last) or (is_thing(last) and text != text.casefold() and place != MUST):
        return False
    return place in {MUST, WHO} or limited or (bool(SLUG.fullmatch(text)) and not is_thing(last) and last not in SURE)


def _is_phrase(words: list[str], place: str, limited: bool) -> bool:
    if place == MUST:
        return True
    last = words[-1].casefold().strip(".,;:!?")
    if is_thing(last) or last in SURE or (place == CONTENT and not limited):
        return False
    strange = not any(letter.isascii() and letter.isalpha() for word in words for letter in word)
    titled = all(not word[0].islower() or word in SMALL for word in words)
    return titled or strange or limited or (bool(ROLE.fullmatch(last)) and len(words) <= 3)
