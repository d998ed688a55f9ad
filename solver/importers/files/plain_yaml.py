"""YAML of strangers in which every value stays text: a model called 4.1 is no number, and yes is no truth."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

ANCHOR: Final = re.compile(r"[:\-\[,]\s+&\w")
# A few repeated blocks are somebody's comfort; many of them inside each other grow without end when written out.
MOST_ANCHORS: Final = 8


def load_plain(text: str) -> Any:
    r"""Return what one YAML document holds, as texts, lists and mappings.

    Raises
    ------
    yaml.YAMLError
        If it is no YAML, is nested too deeply, or repeats itself by many anchors.

    Examples
    --------
    >>> load_plain("model: 4.1\nok: yes")
    {'model': '4.1', 'ok': 'yes'}
    """
    if len(ANCHOR.findall(text)) > MOST_ANCHORS:
        raise yaml.YAMLError("more than a few anchors")
    try:
        return yaml.load(text, Loader=yaml.CBaseLoader)
    except RecursionError as error:
        raise yaml.YAMLError("values nested too deeply") from error
