"""Plain data as YAML that reads back as it is: nothing in a text means anything."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def yaml_text(data: Mapping[str, Any]) -> str:
    r"""Return keys in a block and each value on a line, or each item of a list on one; what is empty is left out.

    Examples
    --------
    >>> print(yaml_text({"limit": Decimal("37.5"), "roster": [{"id": "no: x"}], "groups": {}}), end="")
    limit: 37.5
    roster:
      - {"id": "no: x"}
    """
    lines = []
    for key, value in data.items():
        if isinstance(value, list | tuple) and value:
            lines += [f"{key}:", *(f"  - {_flow(item)}" for item in value)]
        elif value not in ((), [], {}):
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """Return a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return f"{value:f}" if isinstance(value, Decimal) else _quoted(value)


def _quoted(value: Any) -> str:
    """Return a text in double quotes; what YAML would take for a line break or refuse is escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isascii() and text.isprintable() else "".join(map(_escaped, text))


def _escaped(letter: str) -> str:
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
