"""Draws the pictures of the gallery from the workspaces in data/: ``python docs/pictures.py``.

The pictures are drawn by the package. That of the report is what a browser shows of it; where there is none, it stays.
"""

from __future__ import annotations

import base64
import re
import sys
import tempfile
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
IMAGES: Final = ROOT / "docs" / "images"
sys.path.insert(0, str(ROOT))
# Pixels of the report's picture.
WIDE, TALL = 1180, 780


def figures() -> dict[str, str]:
    """Return the SVG of each picture by its file name."""
    from solver.assignment.solve import solve
    from solver.communication.audit.report import communication_report
    from solver.communication.picture import picture
    from solver.explanation.progress import progress
    from solver.explanation.timetable import timetable
    from solver.explanation.unassigned.reason import unassigned
    from solver.readers.workspace import read_workspace
    from solver.report import figures as draw
    from solver.report.plan.data import plan_data

    found: dict[str, draw.Figure] = {}
    for name in ("studio", "studio-sprints"):
        read = read_workspace(ROOT / "data" / name)
        result = solve(read.team, read.backlog, read.weights)
        if result.plan is None:
            raise RuntimeError(f"{name}: {result.status}")
        left = unassigned(read.team, read.backlog, result.plan)
        data = plan_data(read.team, read.backlog, result, left)
        table = timetable(read.team, read.backlog, result.plan)
        if name == "studio":
            audit = communication_report(read.team, read.backlog, result.plan)
            found["board"] = draw.assignment_board(data)
            found["network"] = draw.communication_network(picture(read.team, audit), audit)
        else:
            names = [one["id"] for one in data["periods"]]
            found["periods"] = draw.period_board(data)
            found["loads"] = draw.load_heatmap(data)
            found["done"] = draw.burn_up(progress(read.team, read.backlog, result.plan), names)
            found["order"] = draw.gantt(table, date(2027, 1, 13)) if table else found["periods"]
    return {f"{name}.svg": alone(picture.svg) for name, picture in found.items()}


def alone(svg: str) -> str:
    """Return a picture with the rules of the colours that it has: those of all pictures are most of its size."""
    used = {name for names in re.findall(r'class="([^"]*)"', svg) for name in names.split()}

    def kept(rule: re.Match[str]) -> str:
        return rule[0] if rule[1] in used else ""

    return re.sub(r"\.(tw-[\w-]+)\{[^{}]*\}", kept, svg) + "\n"


def report() -> bytes | None:
    """Return the first screen of a report, None without a browser."""
    from tests.browser.chromium import browser, missing
    from tests.browser.window import window
    from tests.cli.test_plan import run

    if missing():
        return None
    with tempfile.TemporaryDirectory() as kept:
        file = Path(kept) / "report.html"
        # The page offers lines that name the workspace as it is named here.
        with chdir(ROOT):
            run("report", "data/studio", "-o", file, "--quick")
        with browser(Path(kept) / "profile") as driver, window(driver, WIDE, "light", TALL):
            driver.get(file.as_uri())
            return base64.b64decode(driver.get_screenshot_as_base64())


def small(picture: bytes) -> bytes:
    """Return a picture of few colours, which is a quarter of its size."""
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(48).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def main() -> None:
    """Write all pictures."""
    for name, svg in figures().items():
        (IMAGES / name).write_text(svg, encoding="utf-8")
    shown = report()
    if shown:
        (IMAGES / "report.png").write_bytes(small(shown))


if __name__ == "__main__":
    main()
