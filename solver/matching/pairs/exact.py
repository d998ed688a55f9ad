"""Whole numbers in floats, and the proof that a quotient of them is rounded exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Whole numbers below this are exact in float64, and so are their sums and products as long as they stay below it.
WHOLE: Final = 2.0**52
MOST_DIGITS: Final = 15
TENS: Final = np.array([float(10**digits) for digits in range(MOST_DIGITS + 1)])


@lru_cache(maxsize=65536)
def decimals(number: Decimal) -> int:
    """Return how many decimals a number needs.

    Examples
    --------
    >>> [decimals(Decimal(text)) for text in ("1", "0.80", "0.125")]
    [0, 1, 3]
    """
    parts, digits = number.as_integer_ratio()[1], 0
    while 10**digits % parts:
        digits += 1
    return digits


def scaled(number: Decimal, digits: int) -> int:
    """Return the number in units of the last of its decimals.

    Examples
    --------
    >>> scaled(Decimal("0.8"), 3)
    800
    """
    top, bottom = number.as_integer_ratio()
    return top * int(10**digits // bottom)


@dataclass(frozen=True)
class Scale:
    """Factors as quotients of whole numbers, one for each column; ``round`` is exact in the columns in ``proved``."""

    times: Floats
    over: Floats
    proved: NDArray[np.bool_]

    def round(self, points: Floats, columns: slice = slice(None)) -> Floats:
        """Return points * times / over of some columns, rounded to the nearest whole number, a half to the even one.

        In proved columns points * times is a whole number below 2**52, so that float64 holds it. If the quotient x is a
        half, it is a float and the division gives it. If not, it is at least 1 / (2 * over) away from the next half,
        and the division errs by at most x / 2**53, which is less; so no quotient crosses a half.
        """
        product = points * self.times[columns]
        product /= self.over[columns]
        rounded: Floats = np.rint(product, out=product)
        return rounded


def scale_of(factor: Fraction, minutes: Ints, whole: Floats, most: float) -> Scale:
    """Return the scale by which points out of ``whole`` become quality: factor * hours * points / whole.

    Parameters
    ----------
    factor : Fraction
        What an hour counts, in quality units.
    minutes : ndarray of int, shape (n_columns,)
        The estimates.
    whole : ndarray of float, shape (n_columns,)
        Whole numbers above 0: what the points are parts of.
    most : float
        No points are more than ``most`` times the whole.

    Returns
    -------
    Scale
        Of lowest terms.
    """
    top, bottom = factor.numerator, 60 * factor.denominator
    common = np.gcd(top, bottom) if max(top, bottom) < WHOLE else 1
    top, bottom = int(top // common), int(bottom // common)
    # A number that is too large for an exact float makes no column proved.
    near_top, near_bottom = min(top, 2**60) * minutes.astype(np.float64), min(bottom, 2**60) * whole
    proved = (near_top < WHOLE) & (near_bottom < WHOLE)
    times, over = np.where(proved, near_top, 1.0), np.where(proved, near_bottom, 1.0)
    shared = np.gcd(times.astype(np.int64), over.astype(np.int64))
    times, over = times / np.maximum(shared, 1), over / np.maximum(shared, 1)
    # Half the room: the bound itself is reckoned in floats.
    proved &= times * whole * most < WHOLE / 2
    return Scale(np.where(proved, times, 0.0), over, proved)


def units_of(points: NDArray[Any], whole: int, minutes: int, factor: Fraction) -> NDArray[Any]:
    """Return factor * hours * points / whole, rounded half to even, for integers of any length.

    Examples
    --------
    >>> units_of(np.array([1, 2, 3], dtype=object), 4, 60, Fraction(2)).tolist()
    [0, 1, 2]
    """
    top, bottom = factor.numerator * minutes * points, 60 * factor.denominator * whole
    lower = top // bottom
    rest = 2 * (top - bottom * lower)
    rounded: NDArray[Any] = lower + ((rest > bottom) | ((rest == bottom) & (lower % 2 == 1)))
    return rounded
