"""Work in other processes: answers come one by one, a new question ends the old one, what is lost is begun again."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from solver.report.app.jobs import Jobs, LostError


def numbers(most: int) -> Iterator[int]:
    """Yield numbers."""
    yield from range(most)


def endless(folder: str) -> Iterator[str]:
    """Yield once, then work until somebody ends it."""
    yield "first"
    time.sleep(600)
    Path(folder, "ended").touch()


def dying(folder: str, lives: int) -> Iterator[str]:
    """End without an answer, so many times; a file tells the next one how often it was begun."""
    begun = Path(folder, "begun")
    count = len(begun.read_text()) if begun.exists() else 0
    begun.write_text("x" * (count + 1))
    if count < lives:
        os._exit(3)
    yield "alive"


def wrong() -> Iterator[str]:
    """Fail like a fault of the program."""
    raise ZeroDivisionError("no such answer")
    yield ""


async def collected(jobs: Jobs, page: str, *words: object) -> list[object]:
    """Return what a job yields."""
    return [message async for message in jobs.run(page, *words)]  # type: ignore[arg-type]


def test_messages_come_in_their_order() -> None:
    """What the work yields is what the page gets, and two pages are answered at once."""

    async def both() -> list[list[object]]:
        jobs = Jobs()
        return list(await asyncio.gather(collected(jobs, "a", numbers, 3), collected(jobs, "b", numbers, 2)))

    assert asyncio.run(both()) == [[0, 1, 2], [0, 1]]


def test_a_new_question_ends_the_old_one(tmp_path: Path) -> None:
    """The page that asks something else gets the new answer; its old job is gone, and the other page's is not."""

    async def asked() -> tuple[list[object], list[object]]:
        jobs, found = Jobs(), list[object]()

        async def old() -> None:
            found.extend(await collected(jobs, "a", endless, str(tmp_path)))

        task = asyncio.create_task(old())
        async for message in jobs.run("b", endless, str(tmp_path)):
            assert message == "first"
            break
        new = await collected(jobs, "a", numbers, 1)
        await asyncio.wait_for(task, 60)
        jobs.end_all()
        return found, new

    old, new = asyncio.run(asked())
    assert old in (["first"], [])
    assert new == [0]


@pytest.mark.parametrize("lives", [1, 2])
def test_a_job_that_dies_is_begun_once_more(lives: int, tmp_path: Path) -> None:
    """One death is made good; after two the page is told."""

    async def asked() -> list[object]:
        return await collected(Jobs(), "a", dying, str(tmp_path), lives)

    if lives == 1:
        assert asyncio.run(asked()) == ["alive"]
    else:
        with pytest.raises(LostError, match="the process ended without an answer"):
            asyncio.run(asked())
    assert len((tmp_path / "begun").read_text()) == 2


def test_a_fault_of_the_program_is_named() -> None:
    """What went wrong in the other process is what the page says."""
    with pytest.raises(LostError, match="ZeroDivisionError: no such answer"):
        asyncio.run(collected(Jobs(), "a", wrong))
