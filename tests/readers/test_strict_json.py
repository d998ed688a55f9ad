"""JSON is read as it stands: each key once, numbers exactly, the right list, every item with its line."""

from __future__ import annotations

import json

import pytest

from solver.errors import InputError
from solver.readers.text.strict_json import MOST_DEPTH, json_items


def refusal(text: str) -> str:
    """Return the faults of a text."""
    try:
        faults = json_items(text, "b.json", "tasks")[1]
    except InputError as error:
        return str(error)
    assert faults
    return str(InputError(tuple(faults)))


@pytest.mark.parametrize(
    "text",
    [
        '[{"id": 1},\n{"id": 2}]',
        '{"tasks": [{"id": 1},\n{"id": 2}]}',
        '{"meta": {"tasks": []}, "note": "\\"tasks\\": [", "tasks": [{"id": 1},\n{"id": 2}], "more": [1, [2]]}',
        ' {"tasks"\t:[ {"id":1} ,\n{"id":2} ] } ',
    ],
)
def test_the_list_is_found_by_the_shape_and_not_by_the_letters(text: str) -> None:
    """Whatever else the object holds, the items are those under the key at the top, with their lines."""
    assert json_items(text, "b.json", "tasks") == ([({"id": "1"}, 1), ({"id": "2"}, 2)], [])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[\n{"id": 1, "id": 2}]', "b.json:2: expected each key once, got 'id' again"),
        ('[\n{"a": {"b": 1, "b": 1}}]', "b.json:2: expected each key once, got 'b' again"),
        ('{"tasks": [],\n"tasks": []}', "b.json:2: expected each key once, got 'tasks' again, first in line 1"),
        (
            '{"issues": []}',
            "b.json:1: expected a list of tasks, or an object with the key 'tasks', got an object with 'issues'",
        ),
        ('\n{"tasks": 7}', "b.json:2: expected a list of tasks, or an object with the key 'tasks', got a number"),
        ('"x"', "b.json:1: expected a list of tasks, or an object with the key 'tasks', got text"),
        ("", "b.json:1: expected JSON, got Expecting value"),
        ("[1,\n", "b.json:2: expected JSON, got Expecting value"),
        ("[1] 2", "b.json:1: expected JSON, got Extra data"),
        ('{"tasks": [] "b": 1}', "b.json:1: expected JSON, got Expecting ',' delimiter"),
        ('{"tasks": [1 2]}', "b.json:1: expected JSON, got Expecting ',' delimiter"),
        ("{1: 2}", "b.json:1: expected JSON, got Expecting property name"),
    ],
)
def test_another_shape_is_refused_in_words(text: str, expected: str) -> None:
    """Syntax, shape and keys that stand twice each have a line."""
    assert expected in refusal(text)


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"b":'])
@pytest.mark.parametrize("count", [MOST_DEPTH + 1, 500, 30_000])
def test_depth_is_refused_before_a_parser_meets_it(opening: str, count: int) -> None:
    """Brackets inside a text do not count."""
    assert f"values nested at most {MOST_DEPTH} deep" in refusal(opening * count)
    assert json_items(json.dumps(["[" * count]), "b.json", "tasks") == ([("[" * count, 1)], [])


@pytest.mark.parametrize(
    ("number", "text"),
    [("0.1", "0.1"), ("1e2", "100"), ("2.50", "2.50"), ("9" * 4301, "9" * 4301), ("1E999999", "1E999999")],
)
def test_numbers_stay_what_is_written(number: str, text: str) -> None:
    """Nothing is rounded, and no number is too long to be looked at."""
    assert json_items(f"[{number}]", "b.json", "tasks") == ([(text, 1)], [])
