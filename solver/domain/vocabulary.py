"""The vocabulary: other names for capabilities, and which ability stands in for which."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property


@dataclass(frozen=True)
class Relation:
    """Having ``have`` counts as ``factor`` times its score (0 to 1) where ``need`` is required; one hop only."""

    have: str
    need: str
    factor: Decimal


@dataclass(frozen=True)
class Vocabulary:
    """Aliases (another name, the name it stands for) of capabilities and task kinds, and relations."""

    aliases: tuple[tuple[str, str], ...] = ()
    relations: tuple[Relation, ...] = ()

    def name(self, text: str) -> str:
        """Return the name that a text stands for: itself if it is no alias."""
        return self._meant.get(text, text)

    @cached_property
    def _meant(self) -> dict[str, str]:
        return dict(self.aliases)
