"""The command line: parses, calls, prints. A command's file is loaded when the command is called."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from os.path import lexists
from typing import Annotated, Any, Final

# Nobody plugs anything in here, and looking for plug-ins takes a tenth of the time of a light command.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
# Products of small tables: threads would spend more time waiting for each other than they save.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import typer
from typer.core import TyperGroup

from solver.cli.console.talk import talk_options, tell
from solver.cli.console.watching import watched
from solver.errors import InputError
from solver.version import VERSION

# Each command with the module and function that run it, and what it answers.
COMMANDS: Final = {
    "init": ("solver.cli.init", "init", "Write a commented workspace to start from."),
    "import": ("solver.cli.bring_in", "import_", "Make a workspace of a tracker's export, cards, lists of people."),
    "check": ("solver.cli.check", "check", "Read and lint a workspace; nothing is solved."),
    "plan": ("solver.cli.plan", "plan", "Find the best plan and prove it."),
    "explain": ("solver.cli.explain", "explain", "Say where a plan's quality comes from, who else could, what binds."),
    "why-not": ("solver.cli.explain", "why_not", "Say what stops a member from having a task, or what it costs."),
    "suggest": ("solver.cli.explain", "suggest", "Say who suits one task now, with everything else as planned."),
    "alternatives": ("solver.cli.explain", "alternatives", "Show other plans that are nearly as good."),
    "replan": ("solver.cli.replan", "replan", "Plan the changed workspace anew, with the fewest moves."),
    "diff": ("solver.cli.replan", "diff", "Say what changes from one plan to another."),
    "fix": ("solver.cli.fix", "fix", "Say what would have to change for a plan to exist, cheapest first."),
    "graph": ("solver.cli.graph", "graph", "Audit the lines of communication: escalation, bottlenecks, repairs."),
    "whatif": ("solver.cli.whatif", "whatif", "Plan a changed team, and show the difference."),
    "app": ("solver.cli.page", "app", "Open a page on which the team can be changed."),
    "report": ("solver.cli.report", "report", "Write everything about a plan into one file that can be sent."),
    "export": ("solver.cli.export", "export", "Write a plan for a tracker, CrewAI, a calendar: a file to review."),
    "sweep": ("solver.cli.sweep", "sweep", "Plan every combination of lists and ranges of changes."),
    "advise": ("solver.cli.advise", "advise", "Say which change of the team brings most for what it costs."),
    "resilience": ("solver.cli.resilience", "resilience", "Plan without each member: what is lost, who picks it up."),
    "noise": ("solver.cli.noise", "noise", "Say what wrong estimates do to a plan, and what a safer plan costs."),
}


# So many objects come in before circles among them are looked for.
NEW_OBJECTS: Final = 200_000
# These are done at once, or talk to the user themselves.
UNWATCHED: Final = {"init", "app"}


class _Commands(TyperGroup):
    """Loads a command when it is called, so that help and light commands stay fast."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**words)
        # Only the names are needed: to list them, and to suggest one for a typing error.
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        module, function, _ = COMMANDS[cmd_name]
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
        alone.command(cmd_name)(getattr(import_module(module), function))
        command = typer.main.get_command(alone)
        command.params += talk_options()
        if cmd_name not in UNWATCHED and command.callback:
            command.callback = watched(cmd_name, command.callback)
        return command

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read names on the command line composed, as those in files are; the name of a file stays as it is."""
        from solver.domain.naming import composed

        return super().parse_args(ctx, [one if one.isascii() or lexists(one) else composed(one) for one in args])

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, _, text) in COMMANDS.items()])


app = typer.Typer(cls=_Commands, pretty_exceptions_enable=False, rich_markup_mode=None, no_args_is_help=True)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"teamwright {VERSION}")
        raise typer.Exit


@app.callback()
def teamwright(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="print the version")
    ] = False,
) -> None:
    """Hand a backlog out to a team, with a proof that no plan is better."""


def main() -> None:
    """Run the command line; faults are plain lines on stderr and exit code 2."""
    # A large workspace is a million objects that live as long as the command: looking through them for circles that
    # nobody needs took a tenth of its time.
    gc.set_threshold(NEW_OBJECTS)
    try:
        app()
    except InputError as error:
        tell(str(error))
        sys.exit(2)
    except OSError as error:
        tell(f"{error.filename or 'a file'}:1: expected to read or write it, got {error.strerror}")
        sys.exit(2)
