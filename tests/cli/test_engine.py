"""The option --engine: what is chosen is said, what cannot be is refused, and a cluster gives the same plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from solver.cli import app

DATA = Path(__file__).parents[2] / "data"


def plain_team(folder: Path, members: int = 6, tasks: int = 40) -> Path:
    """Write a workspace that the engine prices can plan: no batches, no balance."""
    (folder / "cards").mkdir(parents=True)
    for m in range(members):
        scores = "".join(f"- c{c}: 0.{30 + (7 * m + 13 * c) % 60}\n" for c in range(4))
        (folder / "cards" / f"M{m}.md").write_text(f"## Core Capabilities\n{scores}")
    rows = (f"T{t},{1 + t % 9},c{t % 4}:0.2,{'HIGH' if t % 5 else 'LOW'}" for t in range(tasks))
    (folder / "backlog.csv").write_text("\n".join(["id,estimated_hours,capabilities,priority", *rows]))
    (folder / "team.yaml").write_text("limit: 24\nweights: {balance: 0, split: 0}\n")
    return folder


def planned(*words: str | Path) -> dict[str, Any]:
    """Return what plan prints as JSON."""
    found = CliRunner().invoke(app, ["plan", *map(str, words), "--format", "json"])
    assert found.exit_code == 0, found.stderr
    data: dict[str, Any] = json.loads(found.stdout)
    return data


def test_each_engine_says_its_name(tmp_path: Path) -> None:
    """The file names the engine and why; prices say so on stderr, too."""
    folder = plain_team(tmp_path / "plain")
    meta = planned(folder)["meta"]
    assert (meta["engine"], "keeps every rule" in meta["engine_why"]) == ("road", True)
    assert planned(folder, "--engine", "exact")["meta"]["engine"] == "exact"
    assert planned(folder, "--engine", "prices")["meta"]["engine"] == "prices"
    found = CliRunner().invoke(app, ["plan", str(folder), "--engine", "prices"])
    assert "engine: prices, because it was asked for" in found.stderr


def test_what_prices_cannot_keep_is_a_usage_error() -> None:
    """The realistic workspace has links that the engine prices does not keep: exit 2, and each is named."""
    found = CliRunner().invoke(app, ["plan", str(DATA / "studio"), "--engine", "prices"])
    assert found.exit_code == 2
    assert "dependencies between open tasks" in " ".join(found.stderr.split())
    assert CliRunner().invoke(app, ["plan", str(DATA / "corner"), "--engine", "magic"]).exit_code == 2


def test_a_cluster_that_is_not_there_is_a_fault() -> None:
    """An address that makes no sense is named before anything is solved."""
    found = CliRunner().invoke(app, ["plan", str(DATA / "corner"), "--cluster", "nonsense"])
    assert "expected the address of a Dask scheduler, got 'nonsense'" in str(found.exception)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_plan(tmp_path: Path) -> None:
    """Two workers on this machine plan what one process plans."""
    from distributed import LocalCluster

    folder = plain_team(tmp_path / "plain")
    alone = planned(folder, "--engine", "prices")
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        shared = planned(folder, "--engine", "prices", "--cluster", cluster.scheduler_address)
    assert [shared[key] for key in ("levels", "assignments")] == [alone[key] for key in ("levels", "assignments")]
