"""What the team has agreed on: rules over tasks and members, and how escalation is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePath


@dataclass(frozen=True)
class Pair:
    """A task and a member that a rule names, with the line that says so."""

    task: str
    member: str
    file: str = ""
    line: int = 0
    period: str = ""


@dataclass(frozen=True)
class Stated:
    """Where a rule over tasks is written: its name, the tasks or batches that it names, file and line."""

    rule: str
    names: tuple[str, ...]
    file: str
    line: int


@dataclass(frozen=True)
class Growth:
    """A member who may take work below its minimum in one capability, to grow in it, with a mentor beside.

    ``minutes`` is how much of such work there may be in a plan, in the member's own time; the mentor, who reaches the
    minimum, gives ``mentor_share`` (0 to 1) of that time in the same period.
    """

    member: str
    capability: str
    minutes: int
    mentor: str
    mentor_share: Decimal = Decimal("0.25")
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Policies:
    """The rules of ``team.yaml``.

    ``batch`` is what holds for batches not named in ``batches``: ``prefer`` pays for each split, ``together`` is all or
    none with one member. ``pins`` give a task to a member, ``forbids`` keep it away; tasks of one tuple in ``separate``
    have different members (separation of duties), those in ``together`` one and the same; ``required`` must be placed.
    ``order`` says how a task waits for what it depends on: ``fit`` (in one period where that can really be sequenced),
    ``next`` (a later period) or ``ignore`` (whenever it is placed); empty is ``fit`` with periods, else ``ignore``.
    ``outside`` says what a dependency on a task outside the backlog is: ``done`` or ``refuse``. ``inherit`` plans what
    an urgent task waits for as urgently. Classes in ``early_first`` are placed early before the next class is placed at
    all. ``split_members`` lets parts of a task go to several members.
    ``grow`` lists who may take work below its minimum on purpose.
    ``stated`` says where rules without a line of their own are written; it makes no difference to what holds.
    """

    batch: str = "prefer"
    batches: tuple[tuple[str, str], ...] = ()
    pins: tuple[Pair, ...] = ()
    forbids: tuple[Pair, ...] = ()
    separate: tuple[tuple[str, ...], ...] = ()
    together: tuple[tuple[str, ...], ...] = ()
    required: tuple[str, ...] = ()
    order: str = ""
    inherit: bool = True
    early_first: tuple[str, ...] = ("CRITICAL", "HIGH")
    split_members: bool = False
    outside: str = "done"
    stated: tuple[Stated, ...] = field(default=(), compare=False, repr=False)
    grow: tuple[Growth, ...] = ()

    def where(self, rule: str, names: tuple[str, ...] = ()) -> str:
        """Return file and line of a rule that names just these tasks or batches, empty where none is known.

        Examples
        --------
        >>> rules = Policies(separate=(("A", "B"),), stated=(Stated("separate", ("A", "B"), "w/team.yaml", 3),))
        >>> rules.where("separate", ("A", "B")), rules.where("separate", ("A", "C"))
        ('team.yaml:3', '')
        """
        found = (one for one in self.stated if (one.rule, one.names) == (rule, names))
        return next((line_of(one.file, one.line) for one in found), "")

    def of_batch(self, name: str) -> str:
        """Return the policy of one batch, ``prefer`` or ``together``."""
        return dict(self.batches).get(name, self.batch)


def line_of(file: str, line: int) -> str:
    """Return the name of a file and a line of it, empty for what no file says."""
    return f"{PurePath(file).name}:{line}" if file else ""


@dataclass(frozen=True)
class CommunicationPolicy:
    """How communication lines are read and what a new channel costs.

    ``aliases`` pairs another way to write a member or external actor with its id; ``verbs`` adds to the verb table
    (verb, kind). ``terminals`` are members with the last word. ``longest_chain`` counts lines from a member to a
    terminal; ``communicator_limit`` is how many hand-offs of a plan anybody should carry. Prices are in one unit of the
    user's choice: ``price`` of a new channel, ``price_fill`` of naming the target of a line that has none,
    ``price_answer`` of answering somebody's open line, ``prices`` of single pairs.
    """

    aliases: tuple[tuple[str, str], ...] = ()
    verbs: tuple[tuple[str, str], ...] = ()
    terminals: tuple[str, ...] = ()
    reports_carry_escalations: bool = True
    topic_covers_all: bool = True
    longest_chain: int = 3
    price: Decimal = Decimal(3)
    price_fill: Decimal = Decimal(1)
    price_answer: Decimal = Decimal(2)
    prices: tuple[tuple[str, str, Decimal], ...] = ()
    communicator_limit: int | None = None
