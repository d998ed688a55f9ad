"""The verb table: what a line of communication means."""

from __future__ import annotations

import unicodedata
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from solver.communication.lines.shapes import CONTENT, MUST, THING, WHO
from solver.domain.policies import CommunicationPolicy

# Both ways, and from the other side: what the arrows of a kind are.
VERBS: Final = {
    **dict.fromkeys(("COLLABORATES", "COORDINATES"), "peer"),
    "CONSULTS": "consult",
    "RECEIVES": "receives",
    **dict.fromkeys(("PROVIDES", "NOTIFIES", "PUBLISHES", "ALERTS", "RECOMMENDS"), "information"),
    **dict.fromkeys(("EDUCATES", "TRAINS", "REPORTS"), "information"),
    "BROADCASTS": "broadcast",
    "REPORTS TO": "reports",
    "ESCALATES": "escalation",
    "ESCALATES TO": "escalation",
    "ESCALATION": "final",
    **dict.fromkeys(("MONITORS", "AUDITS", "REVIEWS", "TRACKS"), "observation"),
    **dict.fromkeys(("BLOCKS", "APPROVES"), "gate"),
    **dict.fromkeys(("MAINTAINS", "OPTIMIZES", "INTEGRATES"), "duty"),
}
BOTH_WAYS: Final = {"peer", "consult"}
INFORMATION: Final = {"peer", "consult", "receives", "information", "broadcast", "reports"}
CONTACT: Final = INFORMATION | {"escalation"}
# Kinds that are no channel between two: a gate stops work, a duty is about things, an unknown verb says nothing.
NO_CHANNEL: Final = {"gate", "duty", "unknown", "final"}
PREPOSITIONS: Final = (" TO", " WITH", " FROM")
PLACES: Final = {
    **dict.fromkeys(("peer", "consult", "escalation"), WHO),
    "reports": MUST,
    **dict.fromkeys(("gate", "duty"), THING),
}


def kind_of(verb: str, policy: CommunicationPolicy) -> str:
    """Return the kind of a verb, the team's own additions first; ``unknown`` if nobody knows it.

    Case, underscores and a "to", "with" or "from" that belongs to the object make no difference.

    Examples
    --------
    >>> kind_of("REPORTS TO", CommunicationPolicy()), kind_of("HUMS", CommunicationPolicy())
    ('reports', 'unknown')
    >>> kind_of("COLLABORATES WITH", CommunicationPolicy())
    'peer'
    """
    return _kind(verb, policy.verbs)


@lru_cache(maxsize=10_000)
def _kind(verb: str, own: tuple[tuple[str, str], ...]) -> str:
    table = VERBS | {_plain(name): kind for name, kind in own}
    name = _plain(verb)
    stem = next((name.removesuffix(end) for end in PREPOSITIONS if name.endswith(end)), name)
    return table.get(name, table.get(stem, "unknown"))


def _plain(verb: str) -> str:
    return " ".join(unicodedata.normalize("NFC", verb).upper().replace("_", " ").split())


def place_of(verb: str, kind: str) -> str:
    """Return what must stand, or may stand, as the object of a verb: see ``shapes``."""
    return MUST if _plain(verb).endswith(PREPOSITIONS) and kind != "unknown" else PLACES.get(kind, CONTENT)


def nearest_verb(verb: str) -> str:
    """Return the verb of the table that an unknown one may be a slip of, empty if none is near.

    Examples
    --------
    >>> nearest_verb("ESCALATE"), nearest_verb("HUMS")
    ('ESCALATES', '')
    """
    close = get_close_matches(_plain(verb)[:40], list(VERBS), n=1, cutoff=0.8)
    return close[0] if close else ""
