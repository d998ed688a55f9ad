"""Debian's headless Chromium with the network cut off: what it shows, what it asks for, what it complains about."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).parents[2]
AXE = Path(sys.prefix) / "axe.min.js"
# The only hosts whose names are not turned into "not found".
LOOPBACK = "127.0.0.1"
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--hide-scrollbars",
    f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {LOOPBACK}",
)


def missing() -> str:
    """Return what stops the browser tests from running here, if anything."""
    gone = [name for name in ("chromium", "chromedriver") if not shutil.which(name)]
    return f"{' and '.join(gone)} not installed" if gone else ""


def required() -> bool:
    """Return whether the absence of a tool is a failure: on the machine that runs .ci/run."""
    return os.environ.get("CI") == "true"


@contextmanager
def browser(profile: Path, width: int = 1280, height: int = 900) -> Iterator[Chrome]:
    """Open a browser with an empty profile, and close it."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        driver.set_script_timeout(60)
        yield driver
    finally:
        driver.quit()


def console_errors(driver: Chrome) -> list[str]:
    """Return what the page complained about since the last call."""
    return [row["message"] for row in driver.get_log("browser") if row["level"] == "SEVERE"]


def asked_elsewhere(driver: Chrome) -> list[str]:
    """Return the addresses outside this machine that pages asked for since the last call."""
    messages = (json.loads(row["message"])["message"] for row in driver.get_log("performance"))
    asked = [m["params"]["request"]["url"] for m in messages if m["method"] == "Network.requestWillBeSent"]
    return [url for url in asked if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname != LOOPBACK]


def wait_for(driver: Chrome, condition: Callable[[], Any], what: str, seconds: float = 60) -> Any:
    """Return what the condition gives as soon as that is true; fail with what was waited for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.2)
    shown = driver.execute_script("return document.body.innerText")
    raise AssertionError(f"no {what} within {seconds:g} s on the page:\n{shown}")


def whole_page(driver: Chrome, path: Path, width: int = 1280, most: int = 8000) -> Path:
    """Write a picture of the whole page, however long it is."""
    script = "return Math.max(...[...document.querySelectorAll('*')].map(one => one.scrollHeight))"
    # A second time, because what is wider or narrower now may be longer.
    for _ in range(2):
        driver.set_window_size(width, min(int(driver.execute_script(script)) + 140, most))
        time.sleep(0.5)
    path.parent.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(path))
    driver.set_window_size(width, 900)
    return path


def serious_findings(driver: Chrome) -> list[str]:
    """Return what axe-core finds to be serious or critical on the page, each with the place of its first case."""
    driver.execute_script(AXE.read_text(encoding="utf-8"))
    script = "const done = arguments[0]; axe.run(document, {resultTypes: ['violations']}).then(done, done)"
    found = driver.execute_async_script(script)
    return [
        f"{one['id']} ({one['impact']}, {len(one['nodes'])} times): {one['help']}: {one['nodes'][0]['html'][:200]}"
        for one in found["violations"]
        if one["impact"] in {"serious", "critical"}
    ]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as door:
        door.bind((LOOPBACK, 0))
        return int(door.getsockname()[1])


@contextmanager
def served(words: list[str], port: int, cwd: Path) -> Iterator[str]:
    """Run a command that serves pages until it is told to stop; yield its address."""
    address = f"http://{LOOPBACK}:{port}"
    log = cwd / f"server-{port}.log"
    env = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with log.open("w") as out:
        process = subprocess.Popen(
            words, cwd=cwd, env=env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            _until_it_answers(address, process, log)
            yield address
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a server and whatever it started."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        if process.poll() is None:
            os.killpg(process.pid, sign)
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)


def _until_it_answers(address: str, process: subprocess.Popen[bytes], log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(address + "/health", timeout=5).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the server does not answer:\n{log.read_text()}")
