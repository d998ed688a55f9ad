"""The rules of the page, with the colours of the pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from solver.report.figures.palette import DARK, LIGHT

ROLES: Final = ("surface", "ink", "muted", "grid", "soft", "main", "warn", "good")


def page_style() -> str:
    """Return the rules of the page; on paper it is always light."""
    light = _values(LIGHT, "#f6f8fa")
    dark = _values(DARK, "#0c0f13")
    on_screen = f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    return f":root{{color-scheme:light dark;{light}}}{on_screen}{_rules()}"


def _values(colours: dict[str, str], ground: str) -> str:
    return f"--ground:{ground};" + "".join(f"--{role}:{colours[role]};" for role in ROLES)


def _rules() -> str:
    """Return the rules of ``style.css`` without the air."""
    whole = (Path(__file__).with_name("style.css")).read_text(encoding="utf-8")
    return re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", whole, flags=re.DOTALL))
