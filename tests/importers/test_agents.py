"""Agents of strangers' files become cards: names, tools and lines are taken, levels are assumed and said."""

from __future__ import annotations

import json
from pathlib import Path

from solver.importers.bring_in import bring_in
from tests.importers.taking import facts, take

TILER = """---
name: tiler
description: "Lays floor tiles."
tools: Read, Edit, Agent(plasterer, Explore)
disallowedTools: Bash
model: haiku
skills: grouting
---
You lay tiles.

Tile cutting checklist:
- straight edges

Integration with other agents:
- Receive floor plans from site-surveyor
- Partner with plasterer on wet-room walls
- Coordinate with tile-shelf tools for stock
- Talk to the neighbours about noise
"""
BROKEN = """---
name: site-surveyor
description: Measures sites. Starts on: "measure", "survey"
tools: Read, Grep
---
## Integration with Other Agents
- **tiler / roof-builder** – every plan
- Work with crane-driver-3.5 on end-to-end lifts
"""


def test_a_subagent_keeps_tools_as_permissions_and_its_levels_are_assumed(tmp_path: Path) -> None:
    """Tools are permissions, abilities named outright get 0.8 and are said to be assumed."""
    taken = take(tmp_path, {"agents/tiler.md": TILER})
    card = taken.cards["tiler"]
    assert card.permissions == (("USE", "Read"), ("USE", "Edit"), ("USE", "Agent(plasterer, Explore)"))
    assert [(one.name, str(one.score), one.is_stated) for one in card.abilities] == [
        ("grouting", "0.8", False),
        ("Tile cutting", "0.8", False),
    ]
    assert facts(taken, "levels_stated", "capability_pairs", "tools_listed", "models_haiku") == (0, 2, 3, 1)
    assert "tiler: level 0.8 for grouting, Tile cutting: no level is stated" in taken.ledger
    assert "tiler: not permitted: Bash" in taken.ledger


def test_a_head_that_is_no_valid_yaml_still_gives_its_card(tmp_path: Path) -> None:
    """What stands at the left edge of a broken head is read, and the fault is said with its line."""
    taken = take(tmp_path, {"site-surveyor.md": BROKEN})
    assert taken.cards["site-surveyor"].permissions == (("USE", "Read"), ("USE", "Grep"))
    assert facts(taken, "invalid_yaml_files", "cards") == (1, 1)
    assert "site-surveyor.md:3: assumed: the head is no valid YAML" in taken.ledger
    into = tmp_path / "written"
    bring_in([tmp_path / "site-surveyor.md"], into)
    assert "Read in part only: 1 file with invalid YAML\n" in (into / "import-report.md").read_text()


def test_lines_in_prose_name_agents_where_a_name_stands(tmp_path: Path) -> None:
    """Slugs after with, to, from or the verb are targets; tools are doubtful; groups and neighbours are none."""
    taken = take(tmp_path, {"tiler.md": TILER, "site-surveyor.md": BROKEN})
    names = ("channel_lines", "channel_targets", "channels_resolved", "channels_dangling")
    # tiler: site-surveyor, plasterer by the tool and (a word that nobody has) not by the line; the shelf is doubtful.
    assert facts(taken, *names) == (8, 6, 2, 3)
    assert facts(taken, "channel_targets_doubtful", "channel_lines_without_target", "lines_naming_two_or_more") == (
        1,
        3,
        1,
    )
    texts = {(line.verb, line.text) for card in taken.cards.values() for line in card.lines}
    assert ("RECEIVES", "site-surveyor (floor plans)") in texts
    assert ("COLLABORATES", "tiler, roof-builder (every plan)") in texts
    assert ("COLLABORATES", "crane-driver-3.5 (end-to-end lifts)") in texts


def test_a_word_of_the_language_is_a_name_only_if_somebody_has_it(tmp_path: Path) -> None:
    """A line to a plasterer names nobody until there is a card of that name."""
    plasterer = "---\nname: plasterer\ndescription: Plasters.\n---\nYou plaster.\n"
    taken = take(tmp_path, {"tiler.md": TILER, "plasterer.md": plasterer})
    line = next(line for line in taken.cards["tiler"].lines if "wet-room" in line.text)
    assert line.targets == ("plasterer",)


def test_documents_and_parts_of_skills_are_no_members(tmp_path: Path) -> None:
    """A file without a head that names an agent is of no family of cards."""
    skill = "---\nname: cut\ndescription: Cuts.\n---\nText\n"
    files = {"README.md": "# About\n", "LICENSE.txt": "MIT", "cut/SKILL.md": skill, "cut/steps.md": skill}
    taken = take(tmp_path, {**files, "task.md": "---\nname: t\ndescription: d\nstatus: open\n---\n"})
    assert (taken.cards, taken.left_out) == (
        {},
        ["LICENSE.txt", "README.md", "cut/SKILL.md", "cut/steps.md", "task.md"],
    )


def test_a_copilot_agent_is_called_by_its_file_and_addressed_by_its_display_name(tmp_path: Path) -> None:
    """Agents and handoffs are channels; the editor's own agent is no target; voices are no members."""
    lead = """---
name: 'Foreman'
description: 'Runs the site (Mira, Jon).'
tools: ['read', 'edit']
agents: ['Mason', 'Glazier']
handoffs:
  - label: Build it
    agent: Mason
  - label: Start
    agent: agent
---
- **Mira** - plans
- **Jon** - checks
"""
    mason = "---\nname: Mason\ndescription: Builds walls.\n---\nYou build walls.\n"
    taken = take(tmp_path, {"site-lead.agent.md": lead, "stone.agent.md": mason})
    assert set(taken.cards) == {"site-lead", "stone"}
    assert [line.text for line in taken.cards["site-lead"].lines] == [
        *("stone", "Glazier", "stone (Build it)", "agent Start"),
    ]
    assert facts(taken, "channels_resolved", "channels_dangling", "personas_in_body", "tools_listed") == (2, 1, 2, 2)


def test_a_codex_agent_gives_its_sandbox_as_a_permission(tmp_path: Path) -> None:
    """One TOML file is one agent; a table per agent gives several; a broken file gives its plain texts."""
    one = 'name = "proof-reader"\ndescription = "Reads proofs."\nsandbox_mode = "read-only"\n'
    one += (
        'developer_instructions = """\nRead.\n\nIntegration with other agents:\n- Work with type-setter on pages\n"""\n'
    )
    many = '[agents.cutter]\ndescription = "Cuts."\n[agents.binder]\ndescription = "Binds."\n'
    broken = 'name = "gluer"\ndescription = "Glues."\nsandbox_mode = "workspace-write"\nx = = 1\n'
    taken = take(
        tmp_path, {"agents/a.toml": one, "config.toml": many, "agents/c.toml": broken, "poetry.toml": "a = 1\n"}
    )
    assert set(taken.cards) == {"proof-reader", "cutter", "binder", "gluer"}
    assert taken.cards["proof-reader"].permissions == (("SANDBOX", "read-only"),)
    assert facts(taken, "invalid_toml_files", "channels_dangling") == (1, 1)
    assert taken.left_out == ["poetry.toml"]


def test_modes_of_roo_give_their_groups_as_permissions(tmp_path: Path) -> None:
    """JSON and YAML alike; a group with a pattern of files is one permission."""
    text = '{"customModes": [{"slug": "docs", "name": "📝 Docs", "roleDefinition": "You write.", "groups": '
    text += '["read", ["edit", {"fileRegex": "\\\\.md$"}]]}]}'
    other = "customModes:\n  - slug: test\n    name: Test\n    roleDefinition: You test.\n    groups: [read]\n"
    taken = take(tmp_path, {".roomodes": text, "custom_modes.yaml": other})
    assert taken.cards["docs"].permissions == (("USE", "read"), ("USE", "edit \\.md$"))
    assert facts(taken, "cards", "tools_listed", "levels_stated") == (2, 3, 0)


def test_a_crew_gives_cards_and_tasks(tmp_path: Path) -> None:
    """Names in braces are counted once over both files; blank outputs, agents and contexts are counted."""
    agents = 'cook:\n  role: >\n    "Head Cook"\n  goal: >\n    Cook {dish} for {guests}\n'
    agents += "  backstory: >\n    Born in a pan.\n"
    tasks = "shop:\n  description: Buy for {dish}, leave }} alone\n  expected_output: A list\n  agent: cook\n"
    tasks += "serve:\n  description: Serve ./[x]\n  expected_output: >\n  context: [shop]\n"
    taken = take(tmp_path, {"agents.yaml": agents, "tasks.yaml": tasks, "other.yaml": "a: {b: c}\n"})
    assert taken.cards["cook"].title == "Head Cook"
    names = ("placeholders", "tasks_with_agent", "tasks_with_context", "tasks_blank_expected_output", "tasks_with_size")
    assert facts(taken, *names) == (2, 1, 1, 1, 0)
    tasks_read = [task for intake in taken.intakes for task in intake.tasks]
    assert [(task.id, task.assignees, task.dependencies) for task in tasks_read] == [
        ("shop", ("cook",), ()),
        ("serve", (), ("shop",)),
    ]
    assert taken.left_out == ["other.yaml"]


def test_flags_of_the_a2a_protocol_are_no_abilities(tmp_path: Path) -> None:
    """Abilities are the skills; tags count once however often they stand."""
    text = """{"name": "Tide Agent", "url": "https://tide.example", "capabilities": {"streaming": true, "push": false},
    "skills": [{"id": "tides", "name": "Tides", "tags": ["sea", "time"], "examples": ["when?"]},
               {"id": "moon", "name": "Moon", "tags": ["time"]}]}"""
    taken = take(tmp_path, {"card.json": text, "package.json": '{"name": "x", "version": "1"}'})
    assert [one.name for one in taken.cards["Tide Agent"].abilities] == ["Tides", "Moon"]
    assert facts(taken, "tags", "distinct_tags", "examples", "protocol_flags", "levels_stated") == (3, 2, 1, 2, 0)
    assert taken.left_out == ["package.json"]


def test_of_two_cards_with_one_id_the_later_gets_a_number(tmp_path: Path) -> None:
    """Nothing is lost and nothing is joined; the ledger says which card was renamed."""
    text = "writer:\n  role: Writer\n  goal: Write\n  backstory: Old\n"
    taken = take(tmp_path, {"a/agents.yaml": text, "b/agents.yaml": text})
    assert set(taken.cards) == {"writer", "writer-2"}
    assert "the id 'writer' is taken by a/agents.yaml; this card becomes 'writer-2'" in taken.ledger


def test_headings_that_most_cards_share_are_no_abilities(tmp_path: Path) -> None:
    """A heading on a quarter of the cards and on five at least is the author's template; the role stands in for it."""
    text = "---\nname: {0}\ndescription: Does {0}.\n---\n{1}\nHouse order:\n- tidy\n"
    own = {"mason": "Wall bonding:\n- stretcher\n"}
    names = ("mason", "roofer", "glazier", "joiner", "painter")
    taken = take(tmp_path, {f"{name}.md": text.format(name, own.get(name, "")) for name in names})
    abilities = {name: [one.name for one in card.abilities] for name, card in taken.cards.items()}
    assert abilities == {"mason": ["Wall bonding"], **{name: [name] for name in names[1:]}}
    assert "roofer: House order: a heading that most of these cards share, no ability" in taken.ledger


def test_packages_workflows_and_pages_with_a_name_are_no_members(tmp_path: Path) -> None:
    """A plugin with a name and skills, a workflow with a trigger, a page with a section of a card: nobody."""
    files = {
        "plugin.json": '{"name": "x", "version": "1.0", "skills": "./skills/"}',
        "package.json": '[{"name": "a", "manager": "npm", "version": "1"}]',
        "sync.md": "---\nname: sync\ndescription: Syncs.\non: push\n---\nText\n",
        "guide.md": "# Guide\n## Core Capabilities\n- Content: must be readable\n## Quality Standards\n- clear\n",
    }
    taken = take(tmp_path, dict(files))
    assert (taken.cards, taken.left_out) == ({}, sorted(files))


def test_keys_and_loose_headings_declare_lines(tmp_path: Path) -> None:
    """Keys of the head, blocks of YAML, and bullets under Collaboration that name somebody; other bullets are none."""
    text = "---\nname: mason\ndescription: Builds.\nescalates_to:\n  - agent: site-lead\n    when: stuck\n"
    text += 'reports_to: "[[yard-owner]]"\n---\n## Collaboration\n- Work with roof-builder on gables\n- Be kind\n'
    text += "```yaml\ndelegates_to:\n  - agent: hod-carrier\n```\n"
    taken = take(tmp_path, {"mason.md": text})
    assert [(line.verb, line.text) for line in taken.cards["mason"].lines] == [
        ("COLLABORATES", "roof-builder (gables)"),
        ("ESCALATES", "site-lead (stuck)"),
        ("REPORTS TO", "yard-owner"),
        ("PROVIDES", "hod-carrier"),
    ]


def test_a_name_in_another_case_is_its_card(tmp_path: Path) -> None:
    """Agents of Copilot name each other by what they are called; a file without a name is called by its own."""
    (tmp_path / "planner.agent.md").write_text("---\ndescription: Plans\nagents: [Implementer, Tester]\n---\nPlan.\n")
    (tmp_path / "implementer.agent.md").write_text("---\ndescription: Implements\n---\nDo.\n")
    bring_in((tmp_path,), tmp_path / "w")
    report = json.loads((tmp_path / "w" / "import-report.json").read_text())
    assert (report["totals"]["channels_resolved"], report["totals"]["channels_dangling"]) == (1, 1)
    assert "implementer" in (tmp_path / "w" / "cards" / "planner.md").read_text()
