"""What is odd about one role card: what it says that nothing reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from solver.domain.cards import PROSE, SECTIONS, RoleCard
from solver.errors import Finding, InputError


def lint_card(card: RoleCard) -> Iterator[Finding]:
    """Yield CARD01 to CARD05: sections and lines kept as text, double scores, broken front matter, an empty card."""
    times = Counter(line.name for line in card.capabilities)
    for line in card.capabilities:
        if times[line.name] > 1 and line.line:
            yield Finding("warning", "CARD03", card.file, line.line, f"{card.id} scores {line.name!r} more than once")
    for kept in card.kept:
        if kept.section.lower() in SECTIONS:
            text = f"{kept.text.strip()!r} is kept as text: {kept.section!r} does not read it"
            yield Finding("warning", "CARD02", card.file, kept.line, text)
    whole = {k.section: k.line for k in reversed(card.kept) if k.section.lower() not in (*SECTIONS, PROSE, "")}
    for section, line_number in whole.items():
        text = f"the section {section!r} of {card.id} is kept as text"
        yield Finding("info", "CARD01", card.file, line_number, text)
    yield from _front_matter(card)
    if card.kept and not (card.capabilities or card.permissions or card.preferences or card.communication):
        text = f"no capability, permission, preference or line of communication could be read out of {card.id}"
        yield Finding("warning", "CARD05", card.file, 1, text)


def _front_matter(card: RoleCard) -> Iterator[Finding]:
    """Say where front matter, which is kept as text, is not even YAML."""
    lines = {kept.line: kept.text for kept in card.kept if not kept.section}
    end = next((number for number, text in sorted(lines.items()) if number > 1 and text.rstrip() == "---"), 0)
    if lines.get(1, "").rstrip() != "---" or not end:
        return
    from solver.readers.text.strict_yaml import parse_yaml

    try:
        parse_yaml("\n".join(lines.get(number, "") for number in range(2, end)), card.file, first_line=2)
    except InputError as error:
        for fault in error.faults:
            text = f"the front matter of {card.id} is no plain YAML: expected {fault.expected}, got {fault.got}"
            yield Finding("warning", "CARD04", card.file, fault.line, text, fault.maybe)
