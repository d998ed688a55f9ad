"""Each family of trackers, on exports of our own: what a careful reader counts, and what becomes of each row."""

from __future__ import annotations

from pathlib import Path

import pytest

from solver.importers.bring_in import bring_in
from solver.importers.families import family_of
from solver.importers.fields import columns_of
from solver.importers.nouns import ImportedTask, Intake
from solver.importers.source import Source
from tests.importers import trackers

CASES = {
    "jira": ("a.csv", trackers.JIRA, {"rows": 6, "epics": 1, "subtasks": 1, "open": 5, "done": 1, "rows_to_plan": 3,
        "points_total": 21, "dependencies": 2, "dependencies_outside": 1, "relations_not_dependencies": 1, "sprints": 2,
        "repeated_header_names": 2, "secret_columns": 1, "priorities_missing": 1, "people": 3,
        "estimate_minutes_total": 480}),
    "jira german": ("a.csv", trackers.JIRA_GERMAN, {"rows": 3, "epics": 1, "subtasks": 1, "open": 2, "done": 1,
        "rows_to_plan": 1, "labels_total": 2, "estimate_minutes_total": 480, "dependencies": 1,
        "dependency_parent_blocks_child": 1}),
    "jira french": ("a.csv", trackers.JIRA_FRENCH, {"rows": 5, "epics": 1, "subtasks": 1, "open": 4, "done": 1,
        "rows_to_plan": 2, "points_total": 8, "estimate_minutes_total": 660, "time_spent_minutes_total": 300,
        "dependencies": 1, "people": 2}),
    "jira spanish": ("a.csv", trackers.JIRA_SPANISH, {"rows": 3, "open": 2, "done": 1, "rows_to_plan": 2,
        "points_total": 8, "estimate_minutes_total": 540, "remaining_minutes_total": 240, "dependencies": 1}),
    "gitlab": ("a.csv", trackers.GITLAB_GERMAN, {"tasks": 2, "open": 1, "done": 1, "people": 1, "weight_total": 3,
        "estimate_minutes_total": 120, "rows_with_estimate": 1, "milestones": 1}),
    "azure": ("a.csv", trackers.AZURE, {"rows": 4, "open": 2, "done": 1, "cancelled": 1, "people": 2, "points_total": 6,
        "remaining_minutes_total": 390, "rows_to_plan": 1, "components_total": 4, "sprints": 3}),
    "azure tree": ("a.csv", trackers.AZURE_TREE, {"rows": 4, "rows_with_parent": 2, "rows_to_plan": 3,
        "points_total": 16}),
    "trello": ("a.csv", trackers.TRELLO, {"tasks": 3, "open": 2, "done": 1, "people": 2, "rows_with_two_assignees": 1}),
    "asana": ("a.csv", trackers.ASANA, {"tasks": 3, "open": 2, "done": 1, "subtasks": 1, "dependencies": 1,
        "dependencies_on_done": 1, "labels_total": 2}),
    "github": ("a.json", trackers.GITHUB, {"tasks": 5, "open": 3, "done": 1, "cancelled": 1, "size_labels": 1,
        "dependencies": 3, "dependencies_on_done": 1, "dependencies_on_cancelled": 1, "checklist_items": 2,
        "subtasks": 1}),
    "taskmaster": ("tasks.json", trackers.TASK_MASTER, {"tasks": 5, "open": 4, "done": 1, "subtasks": 2,
        "dependencies": 3, "rows_to_plan": 3}),
    "beads": ("issues.jsonl", trackers.BEADS, {"rows": 3, "epics": 1, "open": 2, "done": 1, "dependencies": 1,
        "relations_not_dependencies": 1, "estimate_minutes_total": 90, "rows_to_plan": 1}),
    "bmad sprint status": ("sprint-status.yaml", trackers.SPRINT_STATUS, {"rows": 4, "epics": 1, "open": 3, "done": 1,
        "rows_to_plan": 2}),
    "jira json": ("a.json", trackers.JIRA_REST, {"rows": 2, "open": 1, "done": 1, "points_total": 3, "dependencies": 1,
        "relations_not_dependencies": 1, "estimate_minutes_total": 120, "rows_with_parent": 1}),
    "trello json": ("board.json", trackers.TRELLO_JSON, {"tasks": 1, "open": 1, "points_total": 3, "people": 1}),
    "github projects": ("a.tsv", trackers.PROJECTS, {"tasks": 2, "rows_without_id": 1, "estimate_units_total": 2,
        "rows_with_two_assignees": 1, "people": 2}),
    "table": ("a.csv", trackers.CUSTOM, {"rows": 2, "open": 1, "done": 1, "estimate_minutes_total": 960,
        "secret_columns": 1, "people": 2}),
}  # fmt: skip


def read(folder: Path, name: str, text: str) -> Intake:
    """Return what the first family that knows the text reads."""
    path = folder / name
    path.write_bytes(text.encode())
    source = Source(path, name)
    family, _ = family_of(source)
    assert family
    return family.read(source)


def tasks(folder: Path, name: str, text: str) -> dict[str, ImportedTask]:
    """Return the tasks of a text by id."""
    return {task.id: task for task in read(folder, name, text).tasks}


@pytest.mark.parametrize("case", CASES)
def test_counts_are_those_of_a_careful_reader(tmp_path: Path, case: str) -> None:
    """Each family counts what stands in its file."""
    name, text, facts = CASES[case]
    found = read(tmp_path, name, text)
    assert case == found.family or case.rpartition(" ")[0] == found.family
    assert {key: found.facts.get(key) for key in facts} == facts


def test_a_parent_whose_children_carry_sizes_is_a_batch(tmp_path: Path) -> None:
    """WEB-2 has 5 points and a sub-task of three hours: the sub-task is the work, and nothing counts twice."""
    found = tasks(tmp_path, "a.csv", trackers.JIRA)
    assert "WEB-2" not in found
    assert (found["WEB-3"].batch, found["WEB-3"].estimate_minutes) == ("WEB-2", 180)
    assert found["WEB-4"].batch == "WEB-1"


def test_sizes_stand_in_their_order(tmp_path: Path) -> None:
    """What remains is read beside the estimate and the time spent, all in minutes."""
    task = tasks(tmp_path, "a.csv", trackers.JIRA)["WEB-4"]
    assert (task.estimate_minutes, task.remaining_minutes, task.spent_minutes) == (480, 120, 360)


def test_links_count_by_name_and_direction(tmp_path: Path) -> None:
    """Outward Blocks of WEB-4 makes WEB-5 wait; a clone is no dependency."""
    found = tasks(tmp_path, "a.csv", trackers.JIRA)
    assert found["WEB-5"].dependencies == ("WEB-4",)
    assert found["WEB-4"].dependencies == ("WEB-9",)


def test_german_words_mean_what_they_mean(tmp_path: Path) -> None:
    """Localised headers, states, dates and a comma in a number read as their English cousins do."""
    found = tasks(tmp_path, "a.csv", trackers.JIRA_GERMAN)
    task = found["KA-2"]
    assert (task.state, task.priority, task.due, str(task.points)) == ("TODO", "CRITICAL", "2026-07-14", "2.5")
    assert (found["KA-3"].state, task.assignees) == ("DONE", ("Jörg Maß",))


def test_what_waits_for_a_batch_waits_for_its_tasks(tmp_path: Path) -> None:
    """Task 3 of a task list waits for 2, which is its sub-tasks: so it waits for both of them."""
    found = tasks(tmp_path, "tasks.json", trackers.TASK_MASTER)
    assert found["3"].dependencies == ("2.1", "2.2")
    assert found["2.2"].dependencies == ("1", "2.1")
    assert found["3"].state == "WAITING"


def test_a_cancelled_blocker_is_dropped_with_a_line(tmp_path: Path) -> None:
    """Issue 10 waits for 11, which is not planned: it waits for nothing, and the ledger says so."""
    found = read(tmp_path, "a.json", trackers.GITHUB)
    assert {task.id: task.dependencies for task in found.tasks}["10"] == ()
    assert any("11, which is cancelled" in entry.text for entry in found.ledger)


def test_a_secret_never_leaves_its_file(tmp_path: Path) -> None:
    """A column that looks like a secret is named in the ledger and found nowhere else."""
    found = read(tmp_path, "a.csv", trackers.CUSTOM)
    assert any("Passwort" in entry.text for entry in found.ledger)
    assert "geheim" not in repr(found)


def test_two_people_in_a_title_are_a_crew_to_propose(tmp_path: Path) -> None:
    """A title that says it takes two is kept with the number, and stays one task."""
    assert tasks(tmp_path, "a.csv", trackers.CUSTOM)["T 2"].people == 2


def test_an_archived_card_is_over_whatever_its_list_is_called(tmp_path: Path) -> None:
    """A board's lists are states; archiving is the end."""
    found = tasks(tmp_path, "a.csv", trackers.TRELLO)
    assert [found[name].state for name in ("c1", "c2", "c3")] == ["IN_PROGRESS", "TODO", "DONE"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ("Beauftragte(r)", "assignee"),
        ("Bearbeiter:in", "assignee"),
        ("Autor(in)", "reporter"),
        ("État", "status"),
        ("Situação", "status"),
        ("Stato", "status"),
        ("Toegewezen persoon", "assignee"),
        ("Campo personalizzato (Story Points)", "points"),
        ("ステータス", "status"),
    ],
)
def test_columns_are_known_in_the_languages_of_exports(said: str, field: str) -> None:
    """What a column is called elsewhere, endings for everybody left out, is the same field."""
    assert list(columns_of((said,)).places) == [field]


def test_links_are_known_by_their_direction_in_any_language() -> None:
    """The word for in or out, and the type in brackets, say who waits for whom."""
    found = columns_of(
        (
            "Lien de ticket entrant (Blocks)",
            "Enlace de incidencia saliente (Blocks)",
            "Collegamento in uscita (Blocks)",
            "Vínculo de entrada (Blocks)",
            "Lien vers la page (wiki)",
        )
    )
    assert (found.before, found.after) == ((0, 3), (1, 2))


@pytest.mark.parametrize(
    ("cells", "minutes", "said"), [(("4", "6.5"), 240, "hours"), (("240", "90"), 240, "minutes"), (("4h",), 240, "")]
)
def test_a_time_without_a_unit_is_no_number_of_points(
    tmp_path: Path, cells: tuple[str, ...], minutes: int, said: str
) -> None:
    """A column that is called a time holds hours, or minutes where all its numbers look like them; which is told."""
    rows = "".join(f"{number},T{number},To do,,{cell}\n" for number, cell in enumerate(cells, 1))
    found = read(tmp_path, "a.csv", f"Task ID,Name,Section/Column,Assignee,Estimated time\n{rows}")
    assert found.tasks[0].estimate_minutes == minutes
    told = [one.text for one in found.ledger if "say no unit" in one.text]
    assert len(told) == bool(said)
    assert all(one.startswith(f"numbers of 'Estimated time' say no unit: {said}.") for one in told)


def test_a_file_without_a_state_says_so(tmp_path: Path) -> None:
    """Where no column says what is done, that every row counts as open is said."""
    found = read(tmp_path, "a.csv", "Issue key,Issue Type,Summary\nA-1,Bug,x\n")
    assert "no column says what is done: every row counts as open" in [one.text for one in found.ledger]


def test_who_holds_a_batch_is_a_member(tmp_path: Path) -> None:
    """A row with sized rows of its own is no task, but whoever holds it works here."""
    (tmp_path / "a.csv").write_text(
        "Issue key,Issue id,Parent id,Issue Type,Summary,Status,Assignee,Original Estimate\n"
        "A-1,1,,Story,Checkout,In Progress,Bob,\nA-2,2,1,Sub-task,Page,To Do,,3600\n"
    )
    written = tmp_path / "w"
    bring_in((tmp_path / "a.csv",), written)
    assert [one.stem for one in (written / "cards").iterdir()] == ["Bob"]
    assert "Bob holds A-1, so is a member" in (written / "import-report.md").read_text()


@pytest.mark.parametrize(("header", "is_said"), [("Deadline", True), ("Due date", False)])
def test_a_deadline_of_a_table_is_said_to_be_a_due_date(tmp_path: Path, header: str, is_said: bool) -> None:
    """What gates must not be inferred, and who wrote a deadline has to know that it is none here."""
    text = f"Task,Owner,Hours,{header}\nWrite,Ann,8,2027-01-05\nRead,Ben,4,\n"
    found = read(tmp_path, "a.csv", text)
    assert {task.id: task.due for task in found.tasks}.get("write") == "2027-01-05"
    said = [entry.text for entry in found.ledger if "read as due" in entry.text]
    costs = "what ends later costs quality. One that must hold is a deadline of the backlog"
    assert said == ([f"'Deadline' is read as due: {costs}"] if is_said else [])
