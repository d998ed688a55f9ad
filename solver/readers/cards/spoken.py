"""Reads one line of communication in whatever dress it was written: with or without bullet, bold, colon."""

from __future__ import annotations

import re
from typing import Final

from solver.domain.cards import CommunicationLine

BULLET: Final = re.compile(r"(?:[-*+•–]|[0-9]{1,9}[.)])\s+")
VERB: Final = re.compile(r"[^\W\d_](?:[\w &/-]*\w)?")
LIMITED: Final = re.compile(r"([^()]*?)\s*\(([^()]*)\)")
# Without a colon only a verb in capitals before "to", "with", "from", a dash or an arrow is one: "ESCALATES to LEAD".
BARE: Final = re.compile(r"([A-Z][A-Z_-]{2,}(?: [A-Z][A-Z_-]*){0,3}) (to|with|from|TO|WITH|FROM) (\S.*)")
ARROW: Final = re.compile(r"([A-Z][A-Z_]{2,}(?: [A-Z]{1,20}){0,3}) ?(?:->|→|⇒|=>|–|—|-|=) (\S.*)")
DRESS: Final = "*_`"
LONGEST: Final = 60


def spoken(line: str, number: int) -> CommunicationLine | None:
    """Return what a line says, None if it says nothing that has the form of one.

    Parameters
    ----------
    line : str
        As it stands in the card, on one line.
    number : int
        Its number in the file, from 1.

    Returns
    -------
    CommunicationLine, or None
        The verb in capitals; a topic in brackets after the verb stands at the end of the text.

    Examples
    --------
    >>> spoken("- ESCALATES: LEAD (money)", 1)
    CommunicationLine(verb='ESCALATES', text='LEAD (money)', line=1)
    >>> [spoken(line, 1).text for line in ("  * **ESCALATES**: LEAD", "ESCALATES (P1): LEAD", "- ESCALATES to LEAD")]
    ['LEAD', 'LEAD (P1)', 'LEAD']
    """
    plain = line.strip()
    bullet = BULLET.match(plain)
    item = plain[bullet.end() :].strip() if bullet else plain
    left, colon, right = item.partition(":")
    verb = left.strip().strip(DRESS).strip()
    if colon and len(verb) <= LONGEST and not right.startswith("//"):
        # Bold that was opened before the verb may be closed after the colon: "**ESCALATES:** LEAD".
        closing = "**" if left.count("**") % 2 else "__" if left.count("__") % 2 else ""
        found = _with_colon(verb, right.strip().removeprefix(closing).strip(), number)
        # Without a bullet a sentence with a colon is prose, unless its verb stands out.
        if found and (bullet or found.verb == left.strip().strip(DRESS).split("(")[0].strip()):
            return found
    undressed = item.replace("**", "").replace("__", "").strip("`")
    if match := BARE.match(undressed):
        return CommunicationLine(f"{match[1]} {match[2].upper()}", match[3].strip(), number)
    match = ARROW.match(undressed)
    return CommunicationLine(match[1], match[2].strip(), number) if match else None


def _with_colon(verb: str, text: str, number: int) -> CommunicationLine | None:
    limited = LIMITED.fullmatch(verb)
    name, topic = (limited[1].strip(DRESS), limited[2].strip()) if limited else (verb, "")
    if not VERB.fullmatch(name):
        return None
    return CommunicationLine(name.upper(), f"{text} ({topic})".strip() if topic else text, number)
