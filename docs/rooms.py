"""Draws the rooms of the house from the import contract: ``python docs/rooms.py`` writes ``docs/images/rooms.svg``."""

from __future__ import annotations

import ast
import html
import textwrap
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "rooms.svg"
WIDTH, EDGE, GAP, LINE, LETTERS = 880, 16, 10, 15, 0.152
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#1f2328}.name{font-weight:600;font-size:13px}"
    "rect{fill:#f3f5f8;stroke:#8c96a3}.said{fill:#57606a}"
    "@media (prefers-color-scheme:dark){text{fill:#e6edf3}rect{fill:#1c2430;stroke:#57606a}.said{fill:#9aa4b1}}"
)


def layers() -> list[list[str]]:
    """Return the rooms of each layer, the topmost first, as the import contract has them."""
    found = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = found["tool"]["importlinter"]["contracts"][0]
    return [[name.strip() for name in layer.split("|")] for layer in contract["layers"]]


def said(room: str) -> str:
    """Return the first sentence that a room says of itself."""
    path = ROOT / room.replace(".", "/")
    file = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].replace("``", "").split())


def picture() -> str:
    """Return the picture: whoever stands higher may import whoever stands lower, beside each other nobody."""
    boxes, top = list[str](), EDGE
    for rooms in layers():
        width = (WIDTH - 2 * EDGE - GAP * (len(rooms) - 1)) / len(rooms)
        told = [textwrap.wrap(said(room), int(width * LETTERS)) for room in rooms]
        height = LINE * (max(map(len, told)) + 2)
        for n, (room, lines) in enumerate(zip(rooms, told, strict=True)):
            left = EDGE + n * (width + GAP)
            boxes.append(f'<rect x="{left:.0f}" y="{top}" width="{width:.0f}" height="{height}" rx="6"/>')
            boxes.append(_text(left + 10, top + 18, room.removeprefix("solver."), "name"))
            boxes += [_text(left + 10, top + 18 + LINE * (m + 1), line, "said") for m, line in enumerate(lines)]
        top += height + GAP
    title = "<title>The rooms of the house: imports go only downwards, rooms side by side do not meet</title>"
    size = f'width="{WIDTH}" height="{top + EDGE - GAP}" viewBox="0 0 {WIDTH} {top + EDGE - GAP}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><style>{STYLE}</style>{title}'
    return "\n".join([head, *boxes, "</svg>", ""])


def _text(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:.0f}" y="{y}" class="{kind}">{html.escape(text)}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
