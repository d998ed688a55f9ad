"""Files that are broken, endless or nested without end give what can be read, or nothing, and never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importers.taking import take

DEEP = "[" * 3000 + "]" * 3000
BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".roomodes", f"customModes: {DEEP}\n"),
        (".roomodes", f"{BOMB}customModes: [{{slug: a, name: b, groups: *a59}}]\n"),
        ("agents.yaml", f"x:\n  role: a\n  goal: {DEEP}\n  backstory: z\n"),
        ("deep.md", f"---\nname: x\ndescription: y\ntools: {DEEP}\n---\nText\n"),
        ("bomb.md", f"---\nname: x\ndescription: y\n{BOMB}---\nText\n"),
        ("deep.toml", f'developer_instructions = "x"\nname = "q"\nx = {DEEP}\n'),
        ("catalog.yaml", f"apiVersion: backstage.io/v1alpha1\nkind: User\nmetadata: {DEEP}\n"),
        ("odd.md", "---\nname: n\ndescription: d\nskills: {a: {b: c}}\ntools: [[x]]\nhandoffs: 5\nagents: [1]\n---\n"),
        ("odd.agent.yaml", "agent:\n  metadata: 3\n  persona: [1]\n  menu: {a: 1}\n"),
        ("policy.json", '{"escalation_policies":[{"name":null,"escalation_rules":[{"targets":[{"type":null}]}]}]}'),
        ("people.json", '[{"name": null, "skills": [null]}, 3, "x"]'),
        ("card.json", '{"name": "a", "url": "u", "version": "1", "capabilities": 3, "skills": [null, 4, {"id": 5}]}'),
        ("people.csv", 'name,skill\n"' + '"' * 9999),
        ("CODEOWNERS", "[\n@@ @@\n/x/ \\\n"),
        ("long.md", "---\nname: g\ndescription: d\n---\n## Integration with other agents\n- " + "a-" * 20000 + "b\n"),
    ],
)
def test_a_hostile_file_is_read_as_far_as_possible(tmp_path: Path, name: str, text: str) -> None:
    """Nothing is raised, and there is at most one card."""
    assert len(take(tmp_path, {name: text}).cards) <= 1


def test_long_cells_and_lists_are_read_in_linear_time() -> None:
    """Brackets that never close and commas without end are split once through, not once for each comma."""
    from solver.importers.files.front_matter import names_in
    from solver.importers.people.skill_cells import skills_in

    assert len(skills_in("a," * 50000 + "(" * 50000)) == 50001
    assert len(names_in("a(" * 50000 + "," * 50000)) == 1
