"""Which texts a few words are about: TF-IDF over words and stems, cosine of the angle between them."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from solver.importers.proposed.concepts import GROUPS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from scipy import sparse

GROUP_WEIGHT: Final = 0.5
WORD: Final = re.compile(r"[^\W\d_][\w+#]*(?:\.(?:js|net))?|\.net\b", re.IGNORECASE)
JOINED: Final = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|_")
# Words that stand in any title and any card, and say nothing about what is needed.
COMMON_TEXT: Final = (
    "a about after all also an and any are as at be been before being between both but by can could do does done "
    "each either else every few for from get gets give go had has have he her here him his how i if in into is it "
    "its just let like make makes many may me more most much must my need needs new next no not now of off on once "
    "one only or other our out over own per please same she should so some still such take than that the their them "
    "then there these they this those through to too under until up us use used using very was we well were what "
    "when where which while who why will with without within would you your across against along around because do "
    "don't during ensure etc first based via add added update change changes changed work works working issue "
    "issues task tasks todo ticket story user users der die das ein eine einer und oder für mit von im in auf zu "
    "den dem des ist sind nicht bei aus nach wird werden"
)
COMMON: Final = frozenset(COMMON_TEXT.split())


@cache
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


@cache
def stem(word: str) -> str:
    """Return the stem of a word, in lower case."""
    found: str = _stemmer().stemWord(word)
    return found


def words_of(text: str) -> list[str]:
    """Return the words of a text that may say something: parts of names in camel case or with underscores apart.

    Examples
    --------
    >>> words_of("Fix the seatMap: load_testing in C#")
    ['fix', 'seat', 'map', 'load', 'testing', 'c#']
    """
    plain = unicodedata.normalize("NFC", JOINED.sub(" ", text))
    return [word for word in map(str.casefold, WORD.findall(plain)) if word not in COMMON and len(word) > 1]


@lru_cache(maxsize=65536)
def features_of_word(word: str) -> tuple[tuple[str, float], ...]:
    """Return the stem of a word and the groups of work that it points to, which count less."""
    root = stem(word)
    return (root, 1.0), *((group, GROUP_WEIGHT) for group in groups_of_stems().get(root, ()))


def features(text: str, weight: float = 1.0) -> dict[str, float]:
    """Return the stems of a text with their counts, and those of the groups of work that they point to."""
    found: dict[str, float] = {}
    words = words_of(text)
    for word in words:
        for name, count in features_of_word(word):
            found[name] = found.get(name, 0.0) + weight * count
    for pair in zip(words, words[1:], strict=False):
        for name in groups_of_phrases().get((stem(pair[0]), stem(pair[1])), ()):
            found[name] = found.get(name, 0.0) + weight * GROUP_WEIGHT
    return found


@cache
def groups_of_stems() -> dict[str, tuple[str, ...]]:
    """Return the groups of work of each stem, with a mark that no word has."""
    found: dict[str, list[str]] = {}
    for group, text in GROUPS.items():
        alone = " ".join(word for word in text.split() if "-" not in word)
        for root in {stem(part) for part in words_of(alone)}:
            found.setdefault(root, []).append(f"~{group}")
    return {root: tuple(groups) for root, groups in found.items()}


@cache
def groups_of_phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the groups of work of each two stems that point to it together: back-end, which neither does alone."""
    found: dict[tuple[str, str], list[str]] = {}
    for group, text in GROUPS.items():
        for phrase in (words_of(word) for word in text.split() if "-" in word):
            if len(phrase) > 1:
                found.setdefault((stem(phrase[0]), stem(phrase[1])), []).append(f"~{group}")
    return {pair: tuple(dict.fromkeys(groups)) for pair, groups in found.items()}


def merged(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the counts of several parts as those of one text."""
    found: dict[str, float] = {}
    for part in parts:
        for name, count in part.items():
            found[name] = found.get(name, 0.0) + count
    return found


@dataclass(frozen=True)
class Index:
    """Texts as vectors of length 1 over stems: rows of ``matrix``; ``idf`` is how rare a stem is among them."""

    places: Mapping[str, int]
    idf: Sequence[float]
    matrix: sparse.csr_matrix

    def likeness(self, texts: Sequence[Mapping[str, float]]) -> NDArray[np.float64]:
        """Return the cosine, 0 to 1, between each text, a row, and each text of the index, a column."""
        data, rows, columns = list[float](), list[int](), list[int]()
        for row, counts in enumerate(texts):
            known = [(self.places[name], count) for name, count in counts.items() if name in self.places]
            values = [math.log2(1 + count) * self.idf[at] for at, count in known]
            length = math.sqrt(sum(value * value for value in values)) or 1.0
            data += [value / length for value in values]
            columns += [at for at, _ in known]
            rows += [row] * len(known)
        from scipy import sparse

        asked = sparse.csr_matrix((data, (rows, columns)), shape=(len(texts), len(self.places)))
        found: NDArray[np.float64] = (asked @ self.matrix.T).toarray()
        return found


def index_of(texts: Sequence[Iterable[tuple[str, float]]]) -> Index:
    """Return the index of texts, each given as parts with a weight.

    Examples
    --------
    >>> index = index_of([[("load tests of pages", 1)], [("drawing pages", 1)]])
    >>> [round(float(value), 2) for value in index.likeness([features("test the loading")])[0]]
    [0.9, 0.0]
    """
    # Heavy, and a command that proposes nothing does not need it.
    from scipy import sparse

    counted = [merged(features(text, weight) for text, weight in parts) for parts in texts]
    seen = Counter(name for counts in counted for name in counts)
    places = {name: at for at, name in enumerate(sorted(seen))}
    idf = [1 + math.log((1 + len(counted)) / (1 + seen[name])) for name in places]
    data, rows, columns = list[float](), list[int](), list[int]()
    for row, counts in enumerate(counted):
        values = {places[name]: math.log2(1 + count) * idf[places[name]] for name, count in counts.items()}
        length = math.sqrt(sum(value * value for value in values.values())) or 1.0
        data += [value / length for value in values.values()]
        columns += values
        rows += [row] * len(values)
    matrix = sparse.csr_matrix((data, (rows, columns)), shape=(len(counted), len(places)))
    return Index(places, idf, matrix)
