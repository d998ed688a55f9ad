"""Compiles the loops of all engines once for an installation, so that no plan waits for it."""

from __future__ import annotations


def prepare() -> None:
    """Compile what is kept for the next start, where numba is there: about a minute."""
    from solver.assignment.road import priced
    from solver.assignment.sprints.bounds import filled
    from solver.assignment.sprints.ruin import search

    priced.prepare()
    search.prepare()
    filled.prepare()
