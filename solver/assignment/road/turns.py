"""Whose turn it is, and for how long: measured on the grid of ``benchmarks/middle.py``, seed 7 of its generator."""

from __future__ import annotations

from typing import Final

# The solvers of a whole level, and up to how many pairs each is asked.
SOLVERS: Final = ("highs", "cp_sat")
SOLVERS_PAIRS: Final = {"highs": 30_000, "cp_sat": 12_000}
# Seconds for each pair below which HiGHS finds less than windows do.
SLOW: Final = 4e-4
# From so many pairs on only those that matter most are searched as a whole, where it is known which; from
# the fewer on both are.
LED_PAIRS: Final = 3_000
SOME_PAIRS: Final = 600
# Up to so many pairs, where they stand in more demands than so, CP-SAT proves the quality sooner than HiGHS.
FEW_PAIRS: Final = 400
MANY_ENTRIES: Final = 3.0
# What share of the time that is left a class may take before the next one, and the last class before the quality.
CLASS_SHARE: Final = 0.7
LAST_CLASS_SHARE: Final = 0.6
# Seconds for each entry of the demands below which sets of tasks bring nothing; what they get of the last class's turns
# and of another's.
SETS_SECONDS: Final = 3.3e-4
SETS_SHARE: Final = 0.7
OTHER_SETS_SHARE: Final = 0.35
# Of the last class where it is known which pairs matter: a start from these alone, for it ends sooner than the whole.
LAST_LED: Final = (("near", 0.25), ("windows", 0.35), ("highs", 0.1), ("cp_sat", 0.3))


def class_share(*, is_last: bool) -> float:
    """Return what a class may take of the time that is left before the next level begins."""
    return LAST_CLASS_SHARE if is_last else CLASS_SHARE


def class_turns(
    n_pairs: int, seconds: float, *, is_last: bool, is_led: bool = False, entries: float = 2.0
) -> tuple[tuple[str, float], ...]:
    """Return how a class is settled, each turn with its part of the seconds; a proof ends it early.

    Parameters
    ----------
    n_pairs : int
        Of the tasks that the class needs.
    seconds : float
        For all turns together.
    is_last : bool
        Whether it is the last class, where little is proved and most is gained by CP-SAT.
    is_led : bool
        Whether it is known which pairs matter most.
    entries : float
        In how many demands a pair stands, those of its marks counted: two where there are no batches.

    Examples
    --------
    >>> class_turns(300, 2.0, is_last=True)
    (('highs', 0.6), ('cp_sat', 0.2), ('windows', 0.2))
    >>> class_turns(1_000, 2.0, is_last=False)
    (('highs', 0.4), ('sets', 0.35), ('windows', 0.15), ('cp_sat', 0.1))
    >>> class_turns(2_000, 2.0, is_last=False)
    (('highs', 0.7), ('windows', 0.2), ('cp_sat', 0.1))
    >>> class_turns(100_000, 2.0, is_last=True)
    (('windows', 1.0),)
    """
    if is_led and n_pairs > LED_PAIRS:
        return (("near", 0.4), ("windows", 0.6))
    if n_pairs > SOLVERS_PAIRS["highs"]:
        return (("windows", 1.0),)
    if seconds < SLOW * n_pairs:
        return (("highs", 0.5), ("windows", 0.5))
    if is_last and n_pairs <= FEW_PAIRS:
        first, second = solvers_for(n_pairs, entries)
        return ((first, 0.6), (second, 0.2), ("windows", 0.2))
    sets = SETS_SECONDS * entries * n_pairs
    some = is_led and n_pairs > SOME_PAIRS
    if is_last and sets < SETS_SHARE * seconds:
        return (("sets", SETS_SHARE), ("highs", 0.15), ("windows", 0.15))
    if is_last:
        return LAST_LED if some else (("highs", 0.4), ("windows", 0.25), ("cp_sat", 0.35))
    if sets < OTHER_SETS_SHARE * seconds:
        solved = (("near", 0.25), ("highs", 0.15)) if some else (("highs", 0.4),)
        return (*solved, ("sets", OTHER_SETS_SHARE), ("windows", 0.15), ("cp_sat", 0.1))
    if some:
        return (("near", 0.45), ("highs", 0.15), ("windows", 0.3), ("cp_sat", 0.1))
    return (("highs", 0.7), ("windows", 0.2), ("cp_sat", 0.1))


def solvers_for(n_pairs: int, entries: float) -> list[str]:
    """Return the solvers of a whole in the order in which they prove most.

    Parameters
    ----------
    n_pairs : int
        Of the whole.
    entries : float
        In how many demands a pair stands.

    Examples
    --------
    >>> solvers_for(300, 7.0), solvers_for(300, 2.0)
    (['cp_sat', 'highs'], ['highs', 'cp_sat'])
    """
    return list(SOLVERS[::-1] if n_pairs <= FEW_PAIRS and entries > MANY_ENTRIES else SOLVERS)
