"""Whether a lead sees within ten seconds which urgent work is not going to happen, why, and one thing to do.

    python -m benchmarks.ten_seconds [FOLDER]

plans three workspaces and looks at the first 20 lines of ``plan`` and at the first 900 pixels of the report and of the
what-if page in a real browser, 1440 and 390 wide, light and dark. It prints what is missing and ends with 1 if anything
is; the pictures of what was seen are kept in FOLDER.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from selenium.webdriver import Chrome

from tests.browser.app_page import AppPage, open_app
from tests.browser.chromium import browser, missing
from tests.browser.window import window
from tests.nine import nine_people

ROOT = Path(__file__).parents[1]
LINES, PIXELS = 20, 900
WIDTHS, SCHEMES = (1440, 390), ("light", "dark")
# The text that lies wholly on the first screen, line by line as it is laid out.
SEEN = """
const found = [];
const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walk.nextNode(); node; node = walk.nextNode()) {
  const range = document.createRange();
  range.selectNodeContents(node);
  const boxes = [...range.getClientRects()];
  if (boxes.length && boxes.every(box => box.height && box.bottom <= arguments[0] && box.left >= 0
      && box.right <= innerWidth)) found.push(node.data);
}
return found.join('');
"""


def worlds(folder: Path) -> dict[str, Path]:
    """Return the three workspaces: one window, three sprints, and nine people with urgent work that is out."""
    data = ROOT / "data"
    return {"studio": data / "studio", "sprints": data / "studio-sprints", "nine": nine_people(folder / "nine")}


def run(*words: str | Path) -> str:
    """Return what a command prints."""
    command = [sys.executable, "-c", "from solver.cli import main; main()", *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def unseen(text: str, decisions: list[dict[str, Any]]) -> Iterator[str]:
    """Yield which task, reason or thing to do of the urgent work that is out does not stand in a text."""
    seen = flat(text)
    for row in decisions:
        for what in ("task", "reason", "do"):
            if flat(row[what]) not in seen:
                yield f"{row['task']}: {what} {row[what]!r}"


def flat(text: str) -> str:
    """Return a text without what depends on where its lines end."""
    return "".join(str(text).split())


def first_screen(driver: Chrome, page: Path | str, shot: Path) -> tuple[str, int]:
    """Return what the first screen of a file or an address says, and how far it sticks out; keep a picture."""
    if isinstance(page, Path):
        driver.get(page.as_uri())
    else:
        AppPage(driver, page)
    driver.save_screenshot(str(shot))
    over = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return driver.execute_script(SEEN, PIXELS), driver.execute_script(over)


def on_screen(
    driver: Chrome, page: Path | str, name: str, folder: Path, decisions: list[dict[str, Any]]
) -> Iterator[str]:
    """Yield what the first screen of a page does not show, wide and narrow, light and dark."""
    folder.mkdir(parents=True, exist_ok=True)
    for width in WIDTHS:
        for scheme in SCHEMES:
            with window(driver, width, scheme, PIXELS):
                seen, over = first_screen(driver, page, folder / f"{name}-{width}-{scheme}.png")
            where = f"{name} at {width} px, {scheme}"
            yield from (f"{where}: {text}" for text in unseen(seen, decisions))
            if over > 0:
                yield f"{where}: {over} px too wide"


def faults(folder: Path, driver: Chrome) -> Iterator[str]:
    """Yield what the three worlds do not show at once, in the terminal, in the report and on the what-if page."""
    for name, workspace in worlds(folder).items():
        plan, page = folder / f"{name}.json", folder / f"{name}.html"
        run("plan", workspace, "-o", plan)
        decisions = json.loads(plan.read_text(encoding="utf-8"))["decisions"]
        lines = run("plan", workspace).splitlines()[:LINES]
        yield from (f"{name}, terminal: {text}" for text in unseen("\n".join(lines), decisions))
        run("report", workspace, "--plan", plan, "-o", page, "--quick")
        yield from on_screen(driver, page, f"{name}-report", folder, decisions)
        with open_app(workspace, folder) as address:
            yield from on_screen(driver, address, f"{name}-app", folder, decisions)
        print(f"{name}: {len(decisions)} urgent tasks out")


def main() -> None:
    """Print what is missing."""
    gone = missing()
    if gone:
        raise SystemExit(gone)
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(kept)
        folder.mkdir(parents=True, exist_ok=True)
        with browser(Path(kept) / "profile") as driver:
            found = list(faults(folder, driver))
    print("\n".join(found) or "everything is seen at once")
    raise SystemExit(bool(found))


if __name__ == "__main__":
    main()
