"""Rules of a team that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from solver.domain.team import Team
from solver.errors import Finding


def lint_rules(team: Team) -> Iterator[Finding]:
    """Yield each pair of tasks that need the same member by one rule and different members by another."""
    rules = team.policies
    places = {(one.rule, one.names): one for one in rules.stated}
    for apart in rules.separate:
        for joined in rules.together:
            both = [name for name in dict.fromkeys(apart) if name in joined]
            for one, other in combinations(both, 2):
                at = places.get(("separate", apart))
                line = places.get(("together", joined))
                where = f" (line {line.line})" if line else ""
                text = f"{one} and {other} need different members, and the same member{where}: only one can be placed"
                yield Finding("warning", "RULE01", at.file if at else "", at.line if at else 1, text)
