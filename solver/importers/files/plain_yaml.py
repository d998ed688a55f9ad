"""YAML of strangers in which every value stays text: a model called 4.1 is no number, and yes is no truth."""

from __future__ import annotations

from typing import Any, Final

import yaml

# Deeper than anybody writes, and far from where the parser runs out of stack.
MOST_DEPTH: Final = 100
# A few repeated blocks are somebody's comfort; written out they may be so many values, or so many times what stands
# there.
MOST_VALUES, MOST_TIMES = 100_000, 10
_LETTERS: Final = 100


def load_plain(text: str) -> Any:
    r"""Return what one YAML document holds, as texts, lists and mappings.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML, is nested too deeply, or repeats itself without end.

    Examples
    --------
    >>> load_plain("model: 4.1\nok: yes")
    {'model': '4.1', 'ok': 'yes'}
    """
    _refuse_growth(text)
    return yaml.load(text, Loader=yaml.CBaseLoader)


def _refuse_growth(text: str) -> None:
    """Raise if values are nested too deep or grow too many where blocks repeat each other; nothing is built yet."""
    seen, sizes = 0, dict[str | None, int]()
    open_blocks: list[tuple[str | None, int]] = [(None, 0)]
    for event in yaml.parse(text, Loader=yaml.CBaseLoader):
        seen += 1
        if isinstance(event, yaml.CollectionStartEvent):
            open_blocks.append((event.anchor, 1))
            if len(open_blocks) > MOST_DEPTH:
                raise yaml.YAMLError("values nested too deeply")
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, size = open_blocks.pop()
        elif isinstance(event, yaml.AliasEvent):
            anchor, size = None, sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.ScalarEvent):
            anchor, size = event.anchor, 1 + len(event.value) // _LETTERS
        else:
            continue
        if anchor:
            sizes[anchor] = size
        name, before = open_blocks[-1]
        open_blocks[-1] = name, before + size
        if before + size > max(MOST_VALUES, MOST_TIMES * (seen + len(text) // _LETTERS)):
            raise yaml.YAMLError("blocks that repeat each other without end")
