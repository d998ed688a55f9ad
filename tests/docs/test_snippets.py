"""Every piece of Python in the documents runs; the commands are run by the tests of the front door."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def blocks(path: Path, language: str) -> list[str]:
    """Return the blocks of code in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_python_in_documents_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of one page share their names, sessions print what is shown, and nothing raises."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for text in blocks(path, "python"):
        exec(compile(text, path.name, "exec"), names)
    for text in blocks(path, "pycon"):
        example = doctest.DocTestParser().get_doctest(text, names, path.name, path.name, 0)
        assert doctest.DocTestRunner().run(example, clear_globs=False).failed == 0


def test_something_is_tried() -> None:
    """The patterns find what they are meant to find."""
    assert any(blocks(path, "python") for path in PAGES)
    assert any(blocks(path, "pycon") for path in PAGES)


def test_every_page_is_in_the_contents() -> None:
    """No page of the documents is left out of the index."""
    index = (ROOT / "docs" / "index.md").read_text(encoding="utf-8")
    assert [page.stem for page in PAGES[1:] if page.stem != "index" and f"\n{page.stem}\n" not in index] == []
