"""Levels of skill as people write them, on one scale for a whole file: words, letters, numbers, percent, marks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from solver.importers import languages
from solver.importers.prose.named_abilities import DEFAULT_LEVEL

WORDS: Final = {
    **dict.fromkeys(("none", "no experience", "no knowledge", "keine", "aucun", "ninguno"), Decimal(0)),
    **dict.fromkeys(("awareness", "aware", "novice", "exposure", "trainee", "learning", "familiar"), Decimal("0.2")),
    **dict.fromkeys(
        (
            "beginner",
            "basic",
            "basics",
            "foundational",
            "foundation",
            "fundamental",
            "junior",
            "low",
            "entry",
            "elementary",
            "anfänger",
            "grundkenntnisse",
            "débutant",
            "principiante",
            "básico",
            "limited",
            "advanced beginner",
            "apprentice",
            "learner",
        ),
        Decimal("0.4"),
    ),
    **dict.fromkeys(
        (
            "intermediate",
            "working",
            "working knowledge",
            "practitioner",
            "competent",
            "medium",
            "mid",
            "moderate",
            "fortgeschritten",
            "mittel",
            "intermédiaire",
            "intermedio",
            "average",
            "practiced",
            "independent",
            "developing",
            "mid-level",
            "good",
        ),
        Decimal("0.6"),
    ),
    **dict.fromkeys(
        (
            "advanced",
            "proficient",
            "skilled",
            "senior",
            "high",
            "strong",
            "fluent",
            "sehr gut",
            "avancé",
            "avanzado",
            "experienced",
            "very good",
            "fortgeschrittener",
            "specialist",
        ),
        Decimal("0.8"),
    ),
    **dict.fromkeys(
        (
            "expert",
            "master",
            "mastery",
            "guru",
            "lead",
            "principal",
            "authority",
            "native",
            "experte",
            "expertin",
            "experto",
            "excellent",
            "champion",
            "trainer",
            "very high",
        ),
        Decimal(1),
    ),
    **languages.SKILL_WORDS,
}
MARKS: Final = frozenset(
    {"x", "✓", "✔", "●", "•", "yes", "y", "true", "ja", "oui", "sí", "ok", "have", "☑", "✅", "да", "是", "有"}
)
BLANKS: Final = frozenset(
    {"", "-", "–", "—", "n/a", "na", "no", "n", "false", "nein", "non", "☐", "✗", "✘", "○", "нет", "否", "无"}
)
NUMBER: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(%?)")
OF: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:/|of|von|out of)\s*(\d+)", re.IGNORECASE)
LETTER: Final = re.compile(r"([A-Z])\s?-?([0-9])", re.IGNORECASE)
STARS: Final = re.compile(r"([★⭐*]+)([☆]*)")
WITH_WORD: Final = re.compile(r"(\d+(?:[.,]\d+)?)\s*[-–:=(.)]+\s*([^\W\d][^()]*?)\)?$")
RANGE: Final = re.compile(r"[(\[]\s*[01]\s*(?:-|–|to|bis)\s*(\d+)\s*[)\]]")
MANY: Final = 20


@dataclass(frozen=True)
class Scale:
    """How the levels of a file become scores: ``kind`` in words, ``scores`` for each way of writing that was seen.

    A way of writing that is not in ``scores`` says nothing. ``is_stated`` tells whether the file gives levels at all: a
    mark says only that somebody has the skill.
    """

    kind: str
    scores: dict[str, Decimal]
    is_stated: bool
    unknown: tuple[str, ...] = ()

    def score(self, text: str) -> Decimal | None:
        """Return the score of a cell; None where it says nothing."""
        return self.scores.get(fold(text))

    def mapping(self) -> str:
        """Return the mapping in words, lowest first: the ways of writing that were seen, at most twelve."""
        pairs = sorted(self.scores.items(), key=lambda pair: (pair[1], pair[0]))
        shown = pairs if len(pairs) <= 12 else [*pairs[:6], *pairs[-6:]]
        return ", ".join(f"{text} = {score.normalize():f}" for text, score in shown)


def fold(text: str) -> str:
    """Return a cell as it is compared."""
    return " ".join(text.casefold().split())


def scale_of(cells: Iterable[str], header: str = "") -> Scale | None:
    """Return the one scale that the cells are on; None if they are no levels.

    Parameters
    ----------
    cells : iterable of str
        All cells with levels, blanks among them.
    header : str
        Names of the columns, which may say the range: ``Python (0-4)``.

    Returns
    -------
    Scale or None
        At least nine of ten cells that are not blank are on it; the others stand in ``unknown``.

    Examples
    --------
    >>> scale_of(["Beginner", "Expert"]).mapping()
    'beginner = 0.4, expert = 1'
    >>> scale_of(["5", "3", "1"]).mapping(), scale_of(["76.65", "50"]).kind, scale_of(["D1", "D3"]).mapping()
    ('1 = 0.2, 3 = 0.6, 5 = 1', 'percent', 'd1 = 0.33, d3 = 1')
    >>> scale_of(["x", "", "1"]).is_stated, scale_of(["Monday", "Hall 3"])
    (False, None)
    """
    seen = Counter(fold(cell) for cell in cells)
    filled = {text: count for text, count in seen.items() if text not in BLANKS}
    if not filled:
        return None
    for find in (_marked, _worded, _lettered, _starred, _numbered):
        found = find(filled, header)
        if found is None:
            continue
        kind, scores, is_stated = found
        known = sum(count for text, count in filled.items() if text in scores or (kind == "marks" and text == "0"))
        if known * 10 >= 9 * sum(filled.values()):
            unknown = tuple(text for text in filled if text not in scores and (kind, text) != ("marks", "0"))
            return Scale(kind, scores, is_stated, unknown)
    return None


Found = tuple[str, dict[str, Decimal], bool] | None


def _marked(filled: dict[str, int], header: str) -> Found:
    """Return the scale of cells that only say yes: a mark, or 1 where nothing but 0 and 1 stands."""
    plain = MARKS if RANGE.search(header) else MARKS | {"0", "1"}
    if plain.issuperset(filled):
        return "marks", {text: DEFAULT_LEVEL for text in filled if text != "0"}, False
    return None


def _worded(filled: dict[str, int], header: str) -> Found:
    scores = {}
    for text in filled:
        match = WITH_WORD.fullmatch(text)
        word = match[2].strip() if match else text
        if word in WORDS:
            scores[text] = WORDS[word]
    return ("words", scores, True) if scores else None


def _lettered(filled: dict[str, int], header: str) -> Found:
    found = {text: (match[1], int(match[2])) for text in filled if (match := LETTER.fullmatch(text))}
    if len({letter for letter, _ in found.values()}) != 1:
        return None
    letter = next(iter(found.values()))[0].upper()
    top = max(3, *(number for _, number in found.values()))
    scores = {text: _part(Decimal(number), Decimal(top)) for text, (_, number) in found.items()}
    return f"{letter}1 to {letter}{top}", scores, True


def _starred(filled: dict[str, int], header: str) -> Found:
    found = {text: match for text in filled if (match := STARS.fullmatch(text))}
    if not found:
        return None
    top = max(5, *(len(match[0]) for match in found.values()))
    return f"stars out of {top}", {text: _part(Decimal(len(m[1])), Decimal(top)) for text, m in found.items()}, True


def _numbered(filled: dict[str, int], header: str) -> Found:
    parts = {text: match for text in filled if (match := OF.fullmatch(text))}
    if parts and len(parts) == len(filled):
        scores = {text: _part(_number(match[1]), Decimal(match[2])) for text, match in parts.items()}
        return "parts of a whole", {text: score for text, score in scores.items() if score <= 1}, True
    numbers: dict[str, Decimal] = {}
    has_percent = False
    for text in filled:
        match = NUMBER.fullmatch(text) or NUMBER.match(text) if WITH_WORD.fullmatch(text) else NUMBER.fullmatch(text)
        if match:
            numbers[text], has_percent = _number(match[1]), has_percent or bool(match[2])
    if not numbers:
        return None
    top = _top(numbers.values(), sum(filled.values()), header, has_percent)
    if top is None:
        return None
    kind = {Decimal(100): "percent", Decimal(1): "0 to 1"}.get(top, f"0 to {top}")
    return kind, {text: _part(number, top) for text, number in numbers.items()}, True


def _top(numbers: Iterable[Decimal], count: int, header: str, has_percent: bool) -> Decimal | None:
    """Return the highest level of the scale that the numbers are on."""
    found = list(numbers)
    most = max(found)
    said = RANGE.search(header)
    if has_percent or most > 10:
        return Decimal(100) if most <= 100 else None
    if said and Decimal(said[1]) >= most:
        return Decimal(said[1])
    if most <= 1:
        return Decimal(1)
    if most <= 3 and count >= MANY:
        return Decimal(3)
    return Decimal(5) if most <= 5 else Decimal(10)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _part(number: Decimal, top: Decimal) -> Decimal:
    """Return a level as a score: exact where four decimals hold it, else with two."""
    if not top:
        return Decimal(0)
    exact = number / top
    fits = exact * 10000 == (exact * 10000).to_integral_value()
    return min(Decimal(1), exact.normalize() if fits else exact.quantize(Decimal("0.01")))
