"""Words that tell what stands in a line: nobody, everybody, a thing of work, somebody's role."""

from __future__ import annotations

import re
from typing import Final

_NOBODY = """
none no-one no noone nobody n/a na n.a n.a. tbd tba tbc todo unknown undefined unset null nil nothing xxx x
"""
PLACEHOLDERS: Final = frozenset(_NOBODY.split()) | {
    *("no one", "not defined", "not applicable", "not assigned"),
    *("to be defined", "to be decided", "to be determined"),
}

# With one of these first or last a group is spoken of that may not be defined: "All agents", "the whole team".
_GROUPED = """
all any each every everyone everybody anyone anybody other others both team teams whole entire whoever somebody someone
relevant affected responsible appropriate
"""
GROUPED: Final = frozenset(_GROUPED.split())

# Things that lines speak of. In the plural, with a capital or as the last word of several they are content, no name;
# alone and in small letters ("performance") they may be what somebody is called.
_THINGS = """
access action advice alert announcement answer approval artefact artifact asset assumption audit availability backlog
blocker bottleneck breach budget bug build capacity case change check ci code comment completion compliance component
concern conflict constraint content contract cost criteria crash criticality dashboard data deadlock deadline debt
decision defect delay delivery dependency deployment design disagreement disaster discrepancy dispute doc document
documentation doubt downtime effort emergency endpoint error escalation estimate event everything evidence exception
failure fault feature feedback finding fix flow goal guidance guide guideline handoff help idea improvement impediment
incident information input insight instruction integration interface issue item knowledge leak limit log matter message
metric milestone misuse model need news note notification objection obstacle off opportunity order outage outcome output
overload overrun page patch path performance permission pipeline plan policy problem procedure process progress proposal
quality question queue readiness recommendation regression release report request requirement resource response result
review risk roadmap rule runbook schedule schema scope script service shortage signal skill sla spec specification state
statistic status step story strategy suggestion summary system task template test thing threat ticket time tool topic
tradeoff training trend trouble uncertainty update usage violation vision vulnerability warning work workflow
"""
THINGS: Final = frozenset(_THINGS.split())
# Nobody is called so, however it is written.
_SURE = """
advice anything code data downtime everything feedback help information input news output something trouble work
real-time end-to-end up-to-date follow-up sign-off stand-up post-mortem how-to
"""
SURE: Final = frozenset(_SURE.split())

# What ends in one of these is somebody: "incident commander", "product owner".
ROLE: Final = re.compile(
    r"(?:[a-z]{2,}(?:er|or|ist|ian)|agent|architect|analyst|assistant|consultant|accountant|lead|head|chief|boss|officer"
    r"|expert|specialist|admin|dev|devops|ops|bot|desk|client|scientist|intern|captain|guru|champion|pm|cto|ceo|qa)"
)
# And these are sorts of people, a group that may not be defined: "developers", "Team leads".
ROLES: Final = re.compile(
    r"(?:[a-z]{2,}(?:er|or|ist|ian|ant|ent|ead|eam|end)|people|human|dev|admin|architect|expert|analyst|user|bot|pm)s"
    r"|people|staff|humans|management|stakeholders|peers|personnel|leadership|everyone"
)
# Small words within the name of a person.
_SMALL = """
of de der den van von di da del la le el bin ibn y and the du dos
"""
SMALL: Final = frozenset(_SMALL.split())


def is_thing(word: str) -> bool:
    """Return whether a word in small letters, in the singular or plural, is a thing of work.

    Examples
    --------
    >>> is_thing("vulnerabilities"), is_thing("orchestrator")
    (True, False)
    """
    return bool(THINGS.intersection(_singulars(word)))


def is_plural_thing(word: str) -> bool:
    """Return whether a word in small letters is things of work in the plural."""
    return word not in THINGS and is_thing(word)


def _singulars(word: str) -> tuple[str, ...]:
    return word, word.removesuffix("s"), word.removesuffix("es"), f"{word.removesuffix('ies')}y"
