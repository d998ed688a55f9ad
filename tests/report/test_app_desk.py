"""What the server of the page hands on: one plan of the workspace for all pages, answers kept, none final too early."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

from solver.domain.world import World
from solver.readers.workspace import read_workspace
from solver.report.app.asked import Asked
from solver.report.app.desk import KEPT, Desk
from solver.report.app.doors import answered, answered_again
from tests.cli.test_plan import DATA


class Told:
    """Jobs that say what they are told to say, and when."""

    def __init__(self) -> None:
        self.asked: list[tuple[object, tuple[str, ...]]] = []
        self.is_proved = asyncio.Event()

    def end(self, page: str) -> None:
        """End nothing."""

    async def run(self, page: str, work: object, asked: Asked, *words: object) -> AsyncGenerator[dict[str, Any], None]:
        """Yield a first answer and a last one; the last one of the workspace itself waits until it may come."""
        self.asked.append((work, asked.lines))
        name = ",".join(asked.lines)
        # Whether a better plan of the workspace is still looked for is said to whoever plans beside it.
        assert asked.is_settled == (work is answered_again or self.is_proved.is_set() or not asked.lines)
        if work is answered:
            yield {"parts": {"status": f"first {name}"}, "row": b"1", "final": False}
            if not asked.lines:
                await self.is_proved.wait()
        yield {"parts": {"status": f"last {name} beside {asked.base!r}"}, "row": b"2", "final": True}


def desk() -> tuple[Desk, Told]:
    """Return a desk of a small workspace with jobs that solve nothing."""
    found = read_workspace(DATA / "corner")
    made, jobs = Desk(Asked(Path(), World(found.team, found.backlog, found.weights))), Told()
    made.jobs = jobs  # type: ignore[assignment]
    return made, jobs


def said(messages: list[dict[str, Any]]) -> list[tuple[str, bool]]:
    """Return what messages say and whether they are final."""
    return [(message["parts"]["status"], message["final"]) for message in messages]


def test_a_change_is_final_when_the_plan_beside_it_is() -> None:
    """Until the workspace's own plan is proved each answer may change; then the same plan is shown beside it."""

    async def asked() -> list[dict[str, Any]]:
        made, jobs = desk()
        base = asyncio.create_task(made.find_base())
        found = []
        async for message in made.answers("a", ("drop: T1",)):
            found.append(message)
            if message["parts"]["status"].startswith("last"):
                jobs.is_proved.set()
        await base
        assert jobs.asked == [(answered, ()), (answered, ("drop: T1",)), (answered_again, ("drop: T1",))]
        return found

    assert said(asyncio.run(asked())) == [
        ("first drop: T1", False),
        ("last drop: T1 beside b'1'", False),
        ("last drop: T1 beside b'2'", True),
    ]


def test_a_plan_that_was_shown_is_not_planned_again() -> None:
    """Going back to lines that were answered asks nobody; very old ones are forgotten."""

    async def asked() -> tuple[int, list[tuple[str, bool]], int]:
        made, jobs = desk()
        jobs.is_proved.set()
        await made.find_base()
        for _ in range(2):
            messages = [message async for message in made.answers("a", ("drop: T1",))]
        count = len(jobs.asked)
        for number in range(KEPT + 5):
            async for _message in made.answers("a", (f"drop: T{number}",)):
                pass
        return count, said(messages), len(made.shown)

    assert asyncio.run(asked()) == (2, [("last drop: T1 beside b'2'", True)], KEPT)


def test_pages_that_change_nothing_share_one_plan() -> None:
    """Ten pages that open are told each answer about the workspace, which is planned once."""

    async def asked() -> tuple[list[list[tuple[str, bool]]], int]:
        made, jobs = desk()

        async def page(number: int) -> list[tuple[str, bool]]:
            return said([message async for message in made.answers(str(number), ())])

        pages = [asyncio.create_task(page(number)) for number in range(10)]
        base = asyncio.create_task(made.find_base())
        while not made.base:
            await asyncio.sleep(0)
        for _ in range(20):
            await asyncio.sleep(0)
        jobs.is_proved.set()
        found = await asyncio.gather(*pages)
        await base
        return found, len(jobs.asked)

    found, count = asyncio.run(asked())
    assert found == [[("first ", False), ("last  beside b''", True)]] * 10
    assert count == 1


def test_a_question_before_any_plan_is_told_to_wait() -> None:
    """Asked about a task before the first answer the page says that the plan is still being looked for."""

    async def asked() -> dict[str, Any]:
        made, _ = desk()
        return await made.answer("a", (), "task", {"task": "T1"})

    assert "still being looked for" in asyncio.run(asked())["lost"]
