"""A plan over periods line by line, with what each line is about, for the checker."""

from __future__ import annotations

from solver.assignment.checker.days import Agenda, Piece, piece_minutes, pieces
from solver.assignment.checker.reckoning import Abilities
from solver.domain.plan import Assignment, Plan
from solver.domain.tasks import Backlog
from solver.domain.team import Team


class Lines:
    """A plan with what each line of it is about; lines about nothing are objected to and left out."""

    def __init__(self, team: Team, backlog: Backlog, plan: Plan) -> None:
        self.team, self.backlog, self.agenda, self.abilities = team, backlog, Agenda(team), Abilities(team)
        self.tasks = {task.id: task for task in backlog.tasks if task.status in {"TODO", "IN_PROGRESS"}}
        self.members = {member.id: member for member in team.members}
        self.pieces = {n: pieces(task, in_parts=team.calendar is not None) for n, task in self.tasks.items()}
        self.wrong: list[str] = []
        self.lines: list[Assignment] = []
        seen = set[tuple[str, int]]()
        for one in plan.assignments:
            known = one.task in self.tasks and one.member in self.members
            if known and not 0 <= one.period < self.agenda.count:
                self.wrong.append(f"{one.task} is in a period that does not exist")
            elif not known or not 0 <= one.piece < len(self.pieces[one.task]) or (one.task, one.piece) in seen:
                self.wrong.append(f"{one.task} to {one.member}: no such piece, or given twice")
            else:
                seen.add((one.task, one.piece))
                self.lines.append(one)
        self.of: dict[str, list[Assignment]] = {}
        for one in sorted(self.lines, key=lambda a: (a.task, a.piece)):
            self.of.setdefault(one.task, []).append(one)

    def piece(self, one: Assignment) -> Piece:
        """Return the piece that a line is about."""
        return self.pieces[one.task][one.piece]

    def minutes(self, one: Assignment) -> int:
        """Return how long a line takes its member."""
        return piece_minutes(self.members[one.member], self.piece(one))

    def order(self) -> str:
        """Return how tasks wait for each other."""
        return self.team.policies.order or ("fit" if self.team.calendar else "ignore")
