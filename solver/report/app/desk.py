"""What the server of the page knows: the workspace's own plan as far as it is found, and the plans that were shown."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import replace
from typing import Any, Final

from solver.report.app.asked import Asked, Message
from solver.report.app.doors import answered, answered_again, told
from solver.report.app.jobs import Jobs, LostError

# So many plans are kept: going back to one of them takes no time.
KEPT: Final = 32
# The workspace's own plan is asked for by nobody in particular.
BASE: Final = "the workspace's own plan"
Lines = tuple[str, ...]


class Desk:
    """Answers pages: one plan of the workspace for all of them, and one changed plan at a time for each."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.jobs = Jobs()
        self.shown: OrderedDict[Lines, Message] = OrderedDict()
        self.base: Message | None = None
        # Of each page the answer that is not yet final, so that it can be asked about.
        self.provisional: OrderedDict[str, tuple[Lines, Message]] = OrderedDict()
        self.news = asyncio.Condition()

    async def find_base(self) -> None:
        """Plan the workspace as it is; whoever waits is told of each answer."""
        try:
            async for message in self.jobs.run(BASE, answered, self.asked):
                await self._tell(message)
        except LostError as error:
            await self._tell(lost(error))

    async def _tell(self, message: Message) -> None:
        async with self.news:
            self.base = message
            self.news.notify_all()

    async def base_after(self, seen: Message | None) -> Message:
        """Return the workspace's own plan as soon as it is another one than was seen."""
        async with self.news:
            await self.news.wait_for(lambda: self.base is not seen)
        assert self.base is not None  # what is waited for is the first answer
        return self.base

    async def answers(self, page: str, lines: Lines) -> AsyncGenerator[Message, None]:
        """Yield what the page shows of the workspace with some lines: soon, and whenever more is known."""
        self.jobs.end(page)
        base = await self.base_after(None)
        if not lines or "row" not in base:
            yield base
            while not base["final"]:
                base = await self.base_after(base)
                yield base
            return
        known = self.shown.get(lines)
        if known is not None:
            yield known
            return
        last: Message | None = None
        async with aclosing(self.jobs.run(page, answered, self._asked(lines, base))) as found:
            async for message in found:
                last = message
                if "row" in message:
                    _keep(self.provisional, page, (lines, message))
                # Not final before the plan that it is compared with is.
                yield {**message, "final": message["final"] and base["final"]} if "row" in message else message
        if last is None or "row" not in last:
            return
        if not base["final"]:
            while not base["final"]:
                base = await self.base_after(base)
            async with aclosing(self.jobs.run(page, answered_again, self._asked(lines, base), last["row"])) as found:
                async for message in found:
                    last = message
                    yield message
        _keep(self.shown, lines, last)

    def _asked(self, lines: Lines, base: Message) -> Asked:
        return replace(self.asked, lines=lines, base=base["row"], is_settled=base["final"])

    async def answer(self, page: str, lines: Lines, what: str, about: dict[str, str]) -> Message:
        """Return the answer to a question about the plan that the page shows."""
        shown = self.shown.get(lines) if lines else self.base
        mine = self.provisional.get(page)
        if shown is None and mine and mine[0] == lines:
            shown = mine[1]
        if shown is None or "row" not in shown or self.base is None or "row" not in self.base:
            return {"lost": "The plan is still being looked for: ask again in a moment.", "final": True}
        words = (self._asked(lines, self.base), shown["row"], what, about)
        async with aclosing(self.jobs.run(f"{page} {what}", told, *words)) as found:
            async for message in found:
                answer: Message = message
                return answer
        return {"lost": "Something else was asked for since.", "final": True}


def _keep(kept: OrderedDict[Any, Any], key: object, value: object) -> None:
    """Keep a value, and forget the oldest ones."""
    kept[key] = value
    while len(kept) > KEPT:
        kept.popitem(last=False)


def lost(error: LostError) -> Message:
    """Return what a page is told when no answer came."""
    said = f"The search ended without an answer ({error}). Change something, or press Try again."
    return {"lost": said, "final": True}
