"""Data as JSON that is exact and safe to print."""

from __future__ import annotations

import json
from typing import Any

from solver.report.text.markup import escaped


def json_text(data: Any) -> str:
    r"""Return data as JSON to read, in which no name can say anything to the terminal it is printed on.

    Examples
    --------
    >>> print(json_text({"who": "a" + chr(0x202E), "what": "ü"}))
    {
      "who": "a\u202e",
      "what": "ü"
    }
    """
    return escaped(json.dumps(data, indent=2, ensure_ascii=False, default=float))
