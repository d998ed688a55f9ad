"""Options that mean the same everywhere, in groups: a command names a group once and is given it whole."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, fields, is_dataclass
from pathlib import Path
from typing import Any, get_type_hints

from solver.cli.console.output import chosen_format, write
from solver.cli.console.talk import note
from solver.cli.console.terminal import width
from solver.cli.options.reading import read_workspace
from solver.cli.options.shared import (
    AnswerLimit,
    AsJson,
    BacklogFile,
    Changed,
    Elsewhere,
    Folder,
    Format,
    Output,
    Seed,
    Strict,
    TeamFile,
    TimeLimit,
    VocabularyFile,
    Workers,
)
from solver.readers.workspace import Tasks, Workspace
from solver.report.forms.answers import FORMATS, Answer


@dataclass(frozen=True)
class Source:
    """Which workspace, which of its parts are read from elsewhere, and whether warnings are faults."""

    workspace: Folder = Path()
    team: TeamFile = None
    backlog: BacklogFile = None
    vocabulary: VocabularyFile = None
    strict: Strict = False

    @property
    def parts(self) -> dict[str, Path | None]:
        """What is read instead of the folder's own."""
        return {"team": self.team, "backlog": self.backlog, "vocabulary": self.vocabulary}

    @property
    def words(self) -> tuple[str, ...]:
        """The same as words of a command line."""
        return tuple(word for name, path in self.parts.items() if path for word in (f"--{name}", str(path)))

    def read(self, tasks: Tasks = "needed", **parts: Path | None) -> Workspace:
        """Return what the folder holds; ``parts`` stand for those of the command line."""
        return read_workspace(self.workspace, strict=self.strict, tasks=tasks, **(parts or self.parts))

    def opened(self, tasks: Tasks = "needed", **parts: Path | None) -> Workspace:
        """Return what the folder holds; what it assumes and warns of is said on stderr."""
        found = self.read(tasks, **parts)
        for text in (*found.assumptions, *found.warnings):
            note(text)
        return found


@dataclass(frozen=True)
class Now:
    """Where the workspace of a plan is now, and whether it may have changed since."""

    workspace: Elsewhere = None
    changed: Changed = False


@dataclass(frozen=True)
class Form:
    """Where an answer goes, and in which format."""

    output: Output = None
    format: Format = None
    as_json: AsJson = False

    def chosen(self, known: tuple[str, ...] = FORMATS) -> str:
        """Return the format; before anything is computed, what could not be written in the end is refused."""
        return chosen_format("json" if self.as_json else self.format, self.output, known)

    def put(self, answer: Answer) -> None:
        """Write an answer where and as it was asked for."""
        name = self.chosen()
        to_file = self.output is not None and str(self.output) != "-"
        write(answer.as_format(name, None if to_file else width()), self.output, in_colour=name == "table")

    def write(self, text: str) -> None:
        """Write a text that has its format already."""
        write(text, self.output)


@dataclass(frozen=True)
class Search:
    """What each search of a command may use, and where its chance begins."""

    time_limit: TimeLimit = 60.0
    seed: Seed = 0
    workers: Workers = None


@dataclass(frozen=True)
class LongSearch(Search):
    """The same for a command that makes many plans: the time is for all of them together."""

    time_limit: AnswerLimit = 600.0


def grouped(function: Callable[..., None]) -> Callable[..., None]:
    """Return the command with an option for each field of its groups; the function gets the groups whole.

    A parameter that is annotated with a dataclass is a group.
    """
    signature = inspect.signature(function, eval_str=True)
    groups: dict[str, Any] = {
        one.name: one.annotation for one in signature.parameters.values() if is_dataclass(one.annotation)
    }

    def command(**words: Any) -> None:
        made = {
            name: group(**{field.name: words.pop(field.name) for field in fields(group)})
            for name, group in groups.items()
        }
        function(**made, **words)

    every = [part for one in signature.parameters.values() for part in _parts(one, groups.get(one.name))]
    parameters = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in every]
    command.__doc__ = function.__doc__
    command.__signature__ = signature.replace(parameters=parameters)  # type: ignore[attr-defined]
    command.__annotations__ = {one.name: one.annotation for one in parameters}
    return command


def _parts(one: inspect.Parameter, group: Any) -> Iterator[inspect.Parameter]:
    """Yield a parameter, or one for each field of a group."""
    if group is None:
        yield one
        return
    hints = get_type_hints(group, include_extras=True)
    for field in fields(group):
        default = inspect.Parameter.empty if field.default is MISSING else field.default
        yield inspect.Parameter(field.name, one.kind, default=default, annotation=hints[field.name])
