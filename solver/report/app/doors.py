"""The doors of other processes: the server hands questions on and loads nothing of what answers them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from solver.report.app.asked import Asked, Message


def answered(asked: Asked) -> Iterator[Message]:
    """Yield a first and a last answer; see ``answer.answers``."""
    from solver.report.app.answer import answers

    return answers(asked)


def answered_again(asked: Asked, row: bytes) -> Iterator[Message]:
    """Yield a known plan beside another base; see ``answer.shown_again``."""
    from solver.report.app.answer import shown_again

    return shown_again(asked, row)


def told(asked: Asked, row: bytes, what: str, words: Mapping[str, str]) -> Iterator[Message]:
    """Yield the answer to a question about a plan; see ``asking.asked_for``."""
    from solver.report.app.asking import asked_for

    return asked_for(asked, row, what, words)
