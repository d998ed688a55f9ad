"""The what-if page as a person at a keyboard uses it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from tests.browser.chromium import free_port, served, wait_for

CELLS = """
return [...document.querySelectorAll(`${arguments[0]} tbody tr`)].map(row => [...row.cells].map(one => one.textContent))
"""
# What is marked on the board, and within which height it can be seen.
MARKED = """
return [...document.querySelectorAll('#board .block')].filter(one => one.querySelector('.sign'))
  .map(one => [one.querySelector('.sign').ariaLabel, one.querySelector('b').textContent,
               one.getBoundingClientRect().bottom])
"""


@contextmanager
def open_app(workspace: Path, cwd: Path) -> Iterator[str]:
    """Run ``teamwright app`` and yield the address that it prints."""
    port = free_port()
    words = [sys.executable, "-c", "from solver.cli import main; main()", "app", str(workspace), "--no-browser"]
    with served([*words, "--port", str(port)], port, cwd) as address:
        token = re.search(r"\?access_token=\S+", (cwd / f"server-{port}.log").read_text())
        assert token
        yield f"{address}/{token[0]}"


class AppPage:
    """The page in a browser."""

    def __init__(self, driver: Chrome, address: str) -> None:
        self.driver = driver
        driver.get(address)
        self.wait_for_answer()
        # A page that is opened again goes on with its changes.
        if self.changes():
            self.press("#clear")

    def wait_for_answer(self) -> None:
        """Wait until the page has all that it asked for."""
        script = "return !!document.querySelector('#board').children.length && !document.body.hasAttribute('aria-busy')"
        wait_for(self.driver, lambda: self.driver.execute_script(script), "answer that is final")

    def wait_for_text(self, text: str) -> None:
        """Wait until a text can be read on the page."""
        wait_for(self.driver, lambda: text in self.driver.execute_script("return document.body.innerText"), repr(text))

    def one(self, css: str) -> WebElement:
        """Return an element of the page."""
        return self.driver.find_element(By.CSS_SELECTOR, css)

    def choose(self, member: str, way: str, when: str = "") -> None:
        """Choose whom and what from the lists, and try it."""
        Select(self.one("#who")).select_by_visible_text(member)
        Select(self.one("#way")).select_by_visible_text(way)
        if when:
            Select(self.one("#when")).select_by_visible_text(when)
        self.one("#quick button").send_keys(Keys.ENTER)
        self.wait_for_answer()

    def write(self, line: str) -> None:
        """Write a line of a scenario, and try it."""
        self.one("#line").send_keys(line, Keys.ENTER)
        self.wait_for_answer()

    def press(self, css: str) -> None:
        """Press a button by the keyboard."""
        self.one(css).send_keys(Keys.ENTER)
        self.wait_for_answer()

    def unfold(self, title: str, within: str) -> None:
        """Open what is folded and wait for what stands in it."""
        script = "return [...document.querySelectorAll('summary')].find(one => one.textContent === arguments[0])"
        self.driver.execute_script(script, title).send_keys(Keys.ENTER)
        wait_for(self.driver, lambda: self.driver.find_elements(By.CSS_SELECTOR, within), within)

    def fill(self, css: str, text: str) -> None:
        """Write into a field instead of what stands there."""
        field = self.one(css)
        field.send_keys(Keys.END, Keys.BACKSPACE * len(field.get_attribute("value") or ""), text)

    def changes(self) -> list[str]:
        """Return the lines that the page says it made."""
        script = "return [...document.querySelectorAll('#chips code')].map(one => one.textContent)"
        return list(self.driver.execute_script(script))

    def marked(self) -> list[tuple[str, str, float]]:
        """Return what is marked on the board: how, which task, and where its lower edge is."""
        return [(said, task, bottom) for said, task, bottom in self.driver.execute_script(MARKED)]

    def rows(self, table: str) -> list[list[str]]:
        """Return the cells of a table."""
        return list(self.driver.execute_script(CELLS, f"#{table}"))

    def details(self) -> list[str]:
        """Return what the page says is different."""
        script = "return [...document.querySelectorAll('#tw-details li')].map(one => one.textContent)"
        return list(self.driver.execute_script(script))
