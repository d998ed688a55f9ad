"""What names a noun among all others: a digest of everything in it that makes a difference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import sha256
from typing import Any

import numpy as np


def content_key(*nouns: Any) -> str:
    """Return a name that equal nouns share, and others do not.

    Parameters
    ----------
    *nouns : object
        Dataclasses, sequences, mappings, arrays and plain values, in any depth. Fields that make no difference to
        equality, such as the line that a rule stands in, make none here.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> from solver.domain.policies import Pair, Stated
    >>> content_key(Pair("T1", "ANN")) == content_key(Pair("T1", "ANN"))
    True
    >>> content_key(Pair("T1", "ANN")) == content_key(Pair("T1", "BOB"))
    False
    """
    digest = sha256()
    for part in _parts(nouns):
        digest.update(part)
    return digest.hexdigest()


def _parts(noun: Any) -> Iterator[bytes]:
    """Yield a noun piece by piece; what opens is closed, so that no two nouns read alike."""
    if isinstance(noun, np.ndarray):
        yield f"<{noun.dtype} {noun.shape}>".encode()
        yield np.ascontiguousarray(noun).tobytes()
    elif is_dataclass(noun):
        yield f"<{type(noun).__name__}".encode()
        for field in fields(noun):
            if field.compare:
                yield from _parts(getattr(noun, field.name))
        yield b">"
    elif isinstance(noun, (tuple, list)):
        yield b"("
        for one in noun:
            yield from _parts(one)
        yield b")"
    elif isinstance(noun, Mapping):
        yield from _parts(sorted(noun.items()))
    else:
        yield f"{type(noun).__name__} {noun!r},".encode("utf-8", "surrogatepass")
