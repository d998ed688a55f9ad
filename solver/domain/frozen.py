"""Arrays of a frozen noun are read-only: nobody changes in place what others count on."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np


def lock_arrays(noun: Any) -> None:
    """Make each array of a dataclass read-only for whoever reaches it through the noun; who gave it may still write.

    Examples
    --------
    >>> from solver.matching.problem import problem_from_arrays
    >>> one = problem_from_arrays(np.array([[5]]), np.array([[1]]), np.array([1]))
    >>> one.gain[0, 0] = 6
    Traceback (most recent call last):
    ValueError: assignment destination is read-only
    """
    for field in fields(noun):
        value = getattr(noun, field.name, None)
        if isinstance(value, np.ndarray) and value.flags.writeable:
            view = value.view()
            view.flags.writeable = False
            object.__setattr__(noun, field.name, view)
