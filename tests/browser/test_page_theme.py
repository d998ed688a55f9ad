"""Pictures and tables in somebody else's page are light or dark as that page is, whatever the system prefers."""

from __future__ import annotations

from pathlib import Path

import pytest
from selenium.webdriver import Chrome

import solver
from solver.report.figures.palette import DARK, LIGHT
from solver.report.reprs import team_html

ROOT = Path(__file__).parents[2]
PAGES = {
    "says nothing": ("<body>", LIGHT),
    "follows the system": ("<html style='color-scheme:light dark'><body>", DARK),
    "a dark notebook": ("<body data-jp-theme-light=false>", DARK),
    "a light notebook": ("<html style='color-scheme:light dark'><body data-jp-theme-light=true>", LIGHT),
}
# What a notebook's page says of every table in it.
MEDDLING = "<style>body table{color:#ff0000} body tr:nth-child(even){background:#ffff00} body th{color:#ff0000}</style>"
COLOURS = """
const seen = (query, name) => getComputedStyle(document.querySelector(query))[name];
return {box: seen('.tw-repr', 'backgroundColor'), cell: seen('.tw-repr td', 'color'), ink: seen('.tw-repr', 'color'),
        title: seen('.tw-figure text', 'fill'), surface: seen('.tw-figure rect', 'fill')};
"""


@pytest.mark.parametrize("name", PAGES)
def test_colours_follow_the_page(name: str, page: Chrome, tmp_path: Path) -> None:
    """On a system that prefers dark, ground and ink of pictures and tables are both those of the page around them."""
    planned = solver.plan(ROOT / "data" / "corner")
    start, colours = PAGES[name]
    file = tmp_path / "page.html"
    html = f"<!doctype html><meta charset=utf-8>{start}{MEDDLING}{team_html(planned.world.team)}{planned.board().svg}"
    file.write_text(html, encoding="utf-8")
    features = [{"name": "prefers-color-scheme", "value": "dark"}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    try:
        page.get(file.as_uri())
        seen = page.execute_script(COLOURS)
    finally:
        page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})
    ground, ink = _rgb(colours["surface"]), _rgb(colours["ink"])
    assert seen == {"box": ground, "surface": ground, "cell": ink, "ink": ink, "title": ink}


def _rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
