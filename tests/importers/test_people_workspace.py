"""What tables of people say of hours, ranks and groups stands in the workspace that an import writes."""

from __future__ import annotations

from pathlib import Path

from solver.importers.bring_in import bring_in
from solver.readers.workspace import read_workspace

PEOPLE = "Name,Team,Hours per week,Skill 1,Skill 2\nUna Ek,Deck,32,Rigging,Knots\nDag By,Deck,,Knots,\n"
WORK = "id,title,priority,estimate\nT1,Mend the sail,HIGH,3h\n"


def test_hours_of_a_week_are_the_load_limit_and_ranks_keep_their_order(tmp_path: Path) -> None:
    """32 h a week are the member's own limit; the first skill is worth more than the second; a team is a group."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "work.csv").write_text(WORK)
    bring_in([tmp_path / "people.csv", tmp_path / "work.csv"], tmp_path / "w")
    read = read_workspace(tmp_path / "w")
    una, dag = sorted(read.team.members, key=lambda member: member.id, reverse=True)
    assert (una.load_limit_minutes, dag.load_limit_minutes) == (32 * 60, 40 * 60)
    assert {one.name: str(one.score) for one in una.card.capabilities} == {"Rigging": "0.9", "Knots": "0.8"}
    assert [(group.name, group.members) for group in read.team.groups] == [("Deck", ("Una Ek", "Dag By"))]
