"""What ties pieces: what waits for what, who must be with whom, and which level each class counts on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from solver.domain.tasks import PRIORITIES
from solver.matching.problem import Problem
from solver.matching.time import Time

# How much more a unit of a level counts than one of the next while a loss is borne for a time.
RATIO: Final = 4.0


@dataclass
class Ties:
    """For each piece what it waits for with the lag in periods, and the groups of rules about people that it is in."""

    waits: dict[int, list[tuple[int, int]]]
    needs: dict[int, list[int]]
    apart: dict[int, list[tuple[int, ...]]]
    joined: dict[int, list[tuple[int, ...]]]
    pins: dict[int, list[int]]

    @classmethod
    def of(cls, problem: Problem) -> Ties:
        """Return the ties of a problem over slots and pieces."""
        found = cls({}, {}, {}, {}, {})
        time = problem.time
        for pairs, lag in ((time.waits, 0), (time.gated, 1)) if time else ():
            for after, before in pairs:
                found.waits.setdefault(after, []).append((before, lag))
        for after, before in (*time.waits, *time.gated, *problem.dependencies) if time else ():
            found.needs.setdefault(after, []).append(before)
        for group in (*problem.separate, *(time.crews if time else ())):
            for c in group:
                found.apart.setdefault(c, []).append(group)
        for group in problem.together:
            for c in group:
                found.joined.setdefault(c, []).append(group)
        for pairs in time.pins if time else ():
            for row, c in pairs:
                found.pins.setdefault(c, []).append(row)
        return found


def level_places(problem: Problem, time: Time) -> list[int]:
    """Return the place of each class among the levels, and last that of the quality, moves before it if they count."""
    found, place = list[int](), 0
    for number in range(len(PRIORITIES)):
        found.append(place)
        place += 2 if number in time.early else 1
    return [*found, place + bool(problem.previous)]
