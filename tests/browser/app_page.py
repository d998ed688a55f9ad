"""The what-if page as a person at a keyboard uses it."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.select import Select

from tests.browser.chromium import free_port, served, wait_for

# A control of marimo lives in the shadow root of its element; the sidebar is there a second time for narrow windows.
FIND = """
const [kind, label, inner] = arguments;
for (const one of document.querySelectorAll(`marimo-${kind}`)) {
  const inside = one.shadowRoot, said = inside && inside.querySelector('label, button');
  const shown = said && said.textContent.trim() === label && said.getBoundingClientRect().width;
  if (shown) return inside.querySelector(inner);
}
"""
CELLS = """
return [...document.querySelectorAll(`${arguments[0]} tbody tr`)].map(row => [...row.cells].map(one => one.textContent))
"""
OPTION = "return [...document.querySelectorAll('[role=option]')].find(one => one.textContent.trim() === arguments[0])"


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
        self.wait_for_text("Keep it as a scenario")

    def wait_for_text(self, text: str) -> None:
        """Wait until a text can be read on the page."""
        wait_for(self.driver, lambda: text in self.driver.execute_script("return document.body.innerText"), repr(text))

    def control(self, kind: str, label: str, inner: str) -> WebElement:
        """Return the part of a control that takes keys or clicks."""
        found = wait_for(self.driver, lambda: self.driver.execute_script(FIND, kind, label, inner), f"{kind} {label!r}")
        assert isinstance(found, WebElement)
        return found

    def switch_off(self, member: str) -> None:
        """Say that a member is away."""
        self.control("switch", member, "[role=switch]").send_keys(Keys.SPACE)

    def move(self, label: str, steps: int) -> None:
        """Move a slider by steps, to the left if they are negative."""
        thumb = self.control("slider", label, "[role=slider]")
        thumb.send_keys((Keys.ARROW_RIGHT if steps > 0 else Keys.ARROW_LEFT) * abs(steps))

    def pin(self, shown: str, task: str, member: str) -> None:
        """Choose a task by its line in the list, then the member who has to have it."""
        self.control("multiselect", "tasks to pin to a member", "button").click()
        wait_for(self.driver, lambda: self.driver.execute_script(OPTION, shown), f"option {shown!r}").click()
        self.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
        Select(self.control("dropdown", f"who has {task}", "select")).select_by_visible_text(member)

    def fill(self, label: str, text: str) -> None:
        """Write into a field instead of what stands there."""
        field = self.control("text", label, "input")
        field.send_keys(Keys.END, Keys.BACKSPACE * len(field.get_attribute("value") or ""), text, Keys.TAB)

    def press(self, label: str) -> None:
        """Press a button."""
        self.control("button", label, "button").click()

    def changes(self) -> list[str]:
        """Return the changes that the page says it made."""
        script = "return [...document.querySelectorAll('#tw-changes li')].map(one => one.textContent)"
        return list(self.driver.execute_script(script))

    def wait_for_changes(self, *wanted: str) -> None:
        """Wait until the page shows the plan of these changes."""
        wait_for(self.driver, lambda: self.changes() == list(wanted), f"changes {wanted}, but {self.changes()}")

    def rows(self, table: str) -> list[list[str]]:
        """Return the cells of a table."""
        return list(self.driver.execute_script(CELLS, f"#{table}"))

    def details(self) -> list[str]:
        """Return what the page says is different."""
        script = "return [...document.querySelectorAll('#tw-details li')].map(one => one.textContent)"
        return list(self.driver.execute_script(script))
