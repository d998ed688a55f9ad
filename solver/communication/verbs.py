"""The verb table: what a line of communication means."""

from __future__ import annotations

from typing import Final

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


def kind_of(verb: str, policy: CommunicationPolicy) -> str:
    """Return the kind of a verb, the team's own additions first; ``unknown`` if nobody knows it.

    Examples
    --------
    >>> kind_of("REPORTS TO", CommunicationPolicy()), kind_of("HUMS", CommunicationPolicy())
    ('reports', 'unknown')
    """
    return dict(policy.verbs).get(verb, VERBS.get(verb, "unknown"))
