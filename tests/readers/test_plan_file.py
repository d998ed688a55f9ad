"""A plan.json is read through one schema: whatever is wrong with it is a fault with its line, never a traceback."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from solver.errors import InputError
from solver.readers.plans.plan_file import PlanFile, read_plan_file
from solver.readers.text.json_places import line_of
from solver.readers.text.strict_json import read_json

PLAN: dict[str, Any] = {
    "status": "optimal",
    "stopped": "",
    "conflict": [],
    "levels": [{"name": "HIGH", "value": 1, "bound": 1, "gap": 0.0}, {"name": "quality", "value": -5, "bound": -5}],
    "assignments": [{"task": "T1", "member": "A", "period": None, "hours": 3.0, "fit": 1.0, "preference": 0.5}],
    "unassigned": [{"task": "T2", "gate": "can", "reason": "no", "closest": ["A"]}],
    "terms": {"fit": 3, "split": -1},
    "meta": {"version": "1", "seed": 7, "seconds": 0.1, "engine": "exact", "inputs": {"team.yaml": "0" * 64}},
}
ODD = [
    *(None, True, False, 0, -1, 9, 1.5, 10**18, 2**63, float("inf"), float("-inf"), float("nan"), "", "x", "\ud800"),
    *("1", "S1", [], [[]], {}, {"a": 1}, [None], ["T1"], 10**400, "9" * 5000),
]


def written(path: Path, data: object) -> Path:
    """Return a file that holds data as JSON."""
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    return path


def fault_of(path: Path) -> str:
    """Return what is said of a file that is no plan."""
    with pytest.raises(InputError) as error:
        read_plan_file(path).plan()
    return str(error.value)


def test_a_plan_is_read(tmp_path: Path) -> None:
    """What is there comes out, what may be left out has its default."""
    found = read_plan_file(written(tmp_path / "p.json", PLAN))
    assert [(one.task, one.member, one.period) for one in found.plan().assignments] == [("T1", "A", 0)]
    assert (found.data.meta.seed, found.data.terms, found.files(tmp_path)) == (7, PLAN["terms"], {})


def places(data: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the place of each value."""
    yield place
    for key, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        yield from places(value, (*place, key))


def changed(data: Any, place: tuple[str | int, ...], how: random.Random) -> Any:
    """Return data with one value replaced, taken out or doubled."""
    if not place:
        return how.choice(ODD)
    data = copy.deepcopy(data)
    inner = data
    for part in place[:-1]:
        inner = inner[part]
    kind = how.randrange(4)
    if kind == 0:
        del inner[place[-1]]
    elif kind == 1 and isinstance(inner, list):
        inner.append(inner[int(place[-1])])
    else:
        inner[place[-1]] = how.choice(ODD)
    return data


def test_a_mutated_plan_is_a_plan_or_a_fault_with_its_line(tmp_path: Path) -> None:
    """Each value in turn replaced, taken out and doubled, and texts cut and shuffled, from one seed."""
    how, path = random.Random(15), tmp_path / "p.json"
    text = json.dumps(PLAN, indent=1)
    for number in range(6000):
        if number % 3:
            made = json.dumps(changed(PLAN, how.choice([*places(PLAN)]), how), indent=1)
        else:
            at, size = how.randrange(len(text)), how.choice([1, 1, 2, 9, 80])
            put = how.choice(['"', "{", "]", "-", "9" * 40, "\\", "\x00", "é", text[:size]])
            made = text[:at] + put + text[at + size :]
        path.write_text(made, encoding="utf-8")
        try:
            assert isinstance(read_plan_file(path), PlanFile)
            read_plan_file(path).plan()
        except InputError as error:
            lines = made.count("\n") + 1
            assert error.faults
            assert all(1 <= fault.line <= lines and fault.file == str(path) for fault in error.faults), made


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (("levels", 0, "value"), 2, ":8: expected at most its bound 1 in levels[0].value, got 2"),
        (("levels", 0, "bound"), 2, ":8: expected the bound 2, as the status optimal says in levels[0].value, got 1"),
        (("levels", 1, "name"), "HIGH", ":13: expected each level once in levels[1].name, got 'HIGH'"),
        (("assignments", 0, "period"), 9, ":22: expected the id of a period or null in assignments[0].period, got 9"),
        (("assignments", 0, "period"), "S9", ":22: expected period null: the workspace has none"),
        (("meta", "seed"), None, "expected integer in meta.seed, got null"),
        (("meta", "inputs"), {"a": "b"}, "expected a SHA-256 of 64 digits in meta.inputs.a, got"),
        (("meta",), {}, "expected a value in meta.inputs, got nothing"),
        (("status",), "unknown", ":2: expected a status of a plan, optimal or feasible in status, got 'unknown'"),
        (("terms", "fit"), float("inf"), "expected a finite number, got Infinity"),
    ],
)
def test_the_line_and_the_place_are_named(
    place: tuple[str | int, ...], value: object, expected: str, tmp_path: Path
) -> None:
    """A fault says where in the file, what is expected there, and what was found."""
    data = copy.deepcopy(PLAN)
    inner: Any = data
    for part in place[:-1]:
        inner = inner[part]
    inner[place[-1]] = value
    assert expected in fault_of(written(tmp_path / "p.json", data))


def test_a_plan_without_meta(tmp_path: Path) -> None:
    """What is missing is named as the key it is."""
    data = {key: value for key, value in PLAN.items() if key != "meta"}
    assert "expected a value in meta, got nothing" in fault_of(written(tmp_path / "p.json", data))


def test_equal_faults_are_counted(tmp_path: Path) -> None:
    """The first ten, and how many more there are."""
    data = PLAN | {"assignments": [{"task": f"T{n}", "member": "A", "period": 9} for n in range(500)]}
    lines = fault_of(written(tmp_path / "p.json", data)).splitlines()
    assert len(lines) == 11
    assert lines[-1].endswith("expected a plan.json, got 490 more faults")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[" * 100_000, ":1: expected values nested at most 50 deep, got more"),
        ('{"a":\n' * 200, ":51: expected values nested at most 50 deep, got more"),
        ('{"a":\n' + "9" * 4301 + "}", ":2: expected a number of at most 25 characters, got 4,301 characters"),
        ('{"a":\n-Infinity}', ":2: expected a finite number, got -Infinity"),
        ('{"a": "NaN",\n"b": NaN}', ":2: expected a finite number, got NaN"),
        ('{"a": {"b": 1},\n"b": 2,\n"b": 3}', ":3: expected each key once, got 'b' again"),
        ('{"a": 1,\n}', ":2: expected JSON"),
        ("", ":1: expected JSON"),
        ('"' + '\\"' * 200_000, ":1: expected JSON"),
    ],
)
def test_json_that_is_none(text: str, expected: str, tmp_path: Path) -> None:
    """What the parser could not bear, or would let through, is refused with its line, in linear time."""
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(InputError) as error:
        read_json(tmp_path / "x.json", "JSON")
    assert expected in str(error.value)


def test_every_value_knows_its_line() -> None:
    """In any layout the line of a place is that on which its value starts."""
    text = '{"a":\n [1,\n  {"b,]": 2, "c": [\n"[", {}], "d": {"e\\"":\n 5}}], "z":\n"q"}'
    wanted = {(): 1, ("a",): 2, ("a", 0): 2, ("a", 1): 3, ("a", 1, "b,]"): 3, ("a", 1, "c", 0): 4, ("a", 1, "c", 1): 4}
    wanted |= {("a", 1, "d", 'e"'): 5, ("z",): 6, ("a", 5): 2, ("nothing",): 1}
    assert {place: line_of(text, place) for place in wanted} == wanted


def _with_worked(**changes: Any) -> dict[str, Any]:
    row = {"task": "T1", "member": "A", "period": None}
    before = {"at": "2027-01-13", "assignments": [row], "worked": {"at": "2027-01-12", "assignments": []}}
    return {**PLAN, "worked": {**before, **changes}}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"at": "2027-02-31"}, "expected a day such as 2027-01-13 in worked.at, got '2027-02-31'"),
        ({"at": "on Monday"}, 'expected a day such as 2027-01-13 in worked.at, got "on Monday"'),
        ({"worked": []}, "expected an object in worked.worked, got []"),
        ({"worked": {"at": "2027-01-14", "assignments": []}}, "a day up to 2027-01-13, on which the plan after"),
        ({"assignments": [{"task": "T1", "member": "A", "period": None}] * 2}, "task once in worked.assignments[1]"),
    ],
)
def test_what_cannot_have_been_worked_is_a_fault(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    """Plans that were worked one after the other have days in that order, and each piece once."""
    assert len(read_plan_file(written(tmp_path / "p.json", _with_worked())).worked()) == 2
    fault = fault_of(written(tmp_path / "p.json", _with_worked(**changes)))
    assert said in fault
    assert "SHA" not in fault
