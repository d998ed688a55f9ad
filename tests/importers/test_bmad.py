"""Agents of BMAD in the shapes of its versions."""

from __future__ import annotations

from pathlib import Path

from tests.importers.taking import facts, take

OLD = """# Baker
agent:
  metadata:
    id: "x/baker.md"
    name: Rosa
    title: Baker
    capabilities: "sourdough, oven control"
  persona:
    role: Baker
  critical_actions:
    - "TASTE first"
  menu:
    - trigger: BB or fuzzy match on bake
      exec: "skill:bake-bread"
      description: "[BB] Bake: bread"
"""
TOML = """[agent]
name = "Rosa"
title = "Baker"
role = "Bakes."
[[agent.menu]]
code = "BB"
description = "Bake bread"
skill = "bake-bread"
[[agent.menu]]
code = "TS"
description = "Taste what is there"
prompt = "Taste."
"""
SKILL = "---\nname: agent-baker\ndescription: Bakes.\n---\n# Rosa\n"


def test_the_text_of_capabilities_gives_the_abilities_and_the_menu_the_skills(tmp_path: Path) -> None:
    """The id is the file's name; the name in the metadata is a name it speaks under, no member."""
    taken = take(tmp_path, {"baker.agent.yaml": OLD})
    card = taken.cards["baker"]
    assert [one.name for one in card.abilities] == ["sourdough", "oven control"]
    assert card.skills == (("Menu", ("bake-bread",)),)
    assert facts(taken, "cards", "capability_pairs", "menu_entries", "critical_actions") == (1, 2, 1, 1)
    assert "baker: Rosa is the name it speaks under, no member of its own" in taken.ledger


def test_a_skill_beside_the_settings_of_an_agent_is_one_card(tmp_path: Path) -> None:
    """SKILL.md and customize.toml are read together; a skill of its own is no card."""
    files = {"agent-baker/SKILL.md": SKILL, "agent-baker/customize.toml": TOML}
    taken = take(tmp_path, {**files, "bake/SKILL.md": "---\nname: bake\ndescription: Bakes.\n---\n# Bake\n"})
    assert set(taken.cards) == {"agent-baker"}
    assert [one.name for one in taken.cards["agent-baker"].abilities] == ["bake-bread", "Taste what is there"]
    assert facts(taken, "menu_entries") == (2,)
    assert taken.left_out == ["bake/SKILL.md"]


def test_settings_of_a_workflow_are_no_agent(tmp_path: Path) -> None:
    """Only a table [agent] makes a card."""
    taken = take(tmp_path, {"x/customize.toml": "[workflow]\nname = 'x'\n", "y/customize.toml": TOML})
    assert (set(taken.cards), taken.left_out) == ({"y"}, ["x/customize.toml"])


def test_markdown_around_yaml_with_commands_is_an_agent(tmp_path: Path) -> None:
    """Commands that every agent has stand in the menu and are no abilities."""
    text = "# baker\n\n```yaml\nagent:\n  name: Rosa\n  id: baker\n  title: Baker\npersona:\n  role: Bakes\n"
    text += "commands:\n  - help: Show\n  - knead {dough}: Knead it\n  - exit: Leave\n```\n"
    taken = take(tmp_path, {"agents/baker.md": text})
    assert [one.name for one in taken.cards["baker"].abilities] == ["knead"]
    assert facts(taken, "menu_entries") == (3,)


def test_a_table_of_capabilities_in_a_skill_is_its_menu(tmp_path: Path) -> None:
    """Without settings beside it, identity and capabilities make a SKILL.md an agent."""
    table = "| Code | Description | Skill |\n|---|---|---|\n| BB | Bake bread | bake-bread |\n"
    text = f"{SKILL}## Identity\nBaker\n## Capabilities\n{table}"
    taken = take(tmp_path, {"agent-baker/SKILL.md": text})
    assert [one.name for one in taken.cards["agent-baker"].abilities] == ["bake-bread"]
