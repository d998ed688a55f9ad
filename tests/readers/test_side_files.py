"""History, spreads, catalogues and scenarios are read as carefully as a workspace; names on the command line, too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from solver.cli import app
from solver.errors import InputError
from solver.readers.cards.catalogue import read_catalogue
from solver.readers.history import has_spreads, read_history, read_spreads
from solver.readers.scenarios import read_scenarios


def odd_files(folder: Path) -> list[Path]:
    """Return a pipe, a folder, a link to nothing, bytes that are no text, and a cell longer than CSV allows."""
    os.mkfifo(folder / "pipe.csv")
    (folder / "folder.csv").mkdir()
    (folder / "link.csv").symlink_to("gone.csv")
    (folder / "bytes.csv").write_bytes(b"estimate,actual\n\xff,1\n")
    (folder / "long.csv").write_text("estimate,actual\n1,1\n1,1\n" + "x" * 200_000 + ",1\n")
    return sorted(folder.iterdir())


def test_what_is_no_table_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    """Each is an InputError with its file; asking whether it holds spreads says no."""
    for path in odd_files(tmp_path):
        with pytest.raises(InputError, match=path.name):
            read_history(path)
        with pytest.raises(InputError, match=path.name):
            read_spreads(path, ())
        assert not has_spreads(path)


def test_scenarios_that_are_no_file_are_refused(tmp_path: Path) -> None:
    """As any YAML."""
    for path in odd_files(tmp_path):
        if path.name in {"pipe.csv", "folder.csv", "link.csv", "bytes.csv"}:
            with pytest.raises(InputError, match=path.name):
                read_scenarios(path)


def test_a_catalogue_passes_documents_over_and_names_costs_it_cannot_read(tmp_path: Path) -> None:
    """A README and a template are no candidates; a pipe as costs.csv is a fault."""
    for name in ("ANN", "README", "_TEMPLATE", "AGENTS"):
        (tmp_path / f"{name}.md").write_text("## Core Capabilities\n- web: 0.9\n")
    assert [one.card.id for one in read_catalogue(tmp_path)] == ["ANN"]
    os.mkfifo(tmp_path / "costs.csv")
    with pytest.raises(InputError, match=r"costs\.csv:1: expected a CSV file, got a pipe"):
        read_catalogue(tmp_path)


def test_a_name_on_the_command_line_is_read_composed(tmp_path: Path) -> None:
    """Whatever form a terminal writes; a close name in another case is suggested."""
    (tmp_path / "cards").mkdir()
    for name in ("JOSÉ", "ANN"):
        (tmp_path / "cards" / f"{name}.md").write_text("## Core Capabilities\n- web: 0.9\n")
    (tmp_path / "backlog.csv").write_text("id,estimated_hours,capabilities\nA,4,web\n")
    plan = tmp_path / "plan.json"
    run = CliRunner()
    assert run.invoke(app, ["plan", str(tmp_path), "-o", str(plan)]).exit_code == 0
    assert run.invoke(app, ["why-not", str(plan), "A", "JOSE\u0301"]).exit_code == 0
    found = run.invoke(app, ["why-not", str(plan), "A", "josé"])
    assert "Maybe 'JOSÉ'." in str(found.exception)


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_spreads_stand_in_a_backlog_however_it_is_written(mark: str, tmp_path: Path) -> None:
    """A column sigma counts in every form in which the backlog itself is read: other marks, headers in any case."""
    path = tmp_path / "backlog.csv"
    path.write_text("\n".join(mark.join(row) for row in (("Key", "hours", "SIGMA"), ("A", "3", "0.5"), ("B", "2", ""))))
    assert has_spreads(path)
    assert read_spreads(path, ("A", "B")) == (("A", 0.5),)
    path.write_text("\n".join(mark.join(row) for row in (("Actual", "Estimate"), ("3", "2"), ("1", "4"))))
    assert read_history(path) == (1.5, 0.25)


def test_past_work_behind_an_open_quote_is_not_lost(tmp_path: Path) -> None:
    """The rest of the file would be one cell that nobody reads."""
    path = tmp_path / "history.csv"
    path.write_text('estimate,actual,note\n1,2,\n3,4,"open\n5,6,\n7,8,\n')
    with pytest.raises(InputError, match="unexpected end of data"):
        read_history(path)


def test_an_id_that_lost_its_zeros_is_told(tmp_path: Path) -> None:
    """A spread for 1 is none for 001, and is not passed over as that of a task that is gone: the line is named."""
    path = tmp_path / "s.csv"
    path.write_text("id,sigma\n1,0.5\nGONE,0.4\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_spreads(path, ("001", "002"))
    assert (
        str(caught.value)
        == f"{path}:2: expected the id of a task, got '1'\nMaybe '001': a spreadsheet drops zeros before a number"
    )
    assert read_spreads(path, ("001", "1")) == (("1", 0.5),)
    assert read_spreads(path, ("001", "01")) == ()
