"""People outside of tables: catalogues, policies, owners of code, org charts as data; one person in many files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.importers.taking import facts, take

CATALOGUE = """apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: nils.ek
  annotations:
    github.com/user-login: nilsek
spec:
  profile:
    displayName: Nils Ek
    email: nils@yard.example
  memberOf: [carpenters]
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: carpenters
spec:
  type: team
  parent: yard
  members: [user:default/ola.ask]
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: boat
spec:
  owner: carpenters
"""


def test_a_catalogue_gives_people_and_groups(tmp_path: Path) -> None:
    """Users are cards, groups hold who either side names; addresses are dropped; components are left out."""
    taken = take(tmp_path, {"catalog-info.yaml": CATALOGUE, "other.yaml": "apiVersion: v1\nkind: Pod\n"})
    card = taken.cards["nils.ek"]
    assert (card.title, card.account, card.names) == ("Nils Ek", "nilsek", ("Nils Ek", "nilsek"))
    assert taken.intakes[0].groups == {"carpenters": ("nils.ek", "ola.ask")}
    assert facts(taken, "users", "groups", "secret_columns", "channel_lines") == (1, 1, 1, 0)
    assert "catalog-info.yaml:24: left out: 1 of kind Component" not in taken.ledger
    assert "1 of kind Component: no people" in taken.ledger
    assert taken.left_out == ["other.yaml"]


def test_an_escalation_policy_is_a_chain_and_a_rota_a_group(tmp_path: Path) -> None:
    """Each on the rota escalates to the next level; the last level is where it ends."""
    user = {"type": "user_reference"}
    policy = {
        "escalation_policies": [
            {
                "name": "Harbour",
                "num_loops": 2,
                "escalation_rules": [
                    {"targets": [{"type": "schedule_reference", "summary": "Night watch", "id": "S1"}]},
                    {"targets": [{**user, "summary": "Liv Moe", "id": "U3"}]},
                    {"targets": [{**user, "summary": "Odd Vik", "id": "U4"}]},
                ],
            }
        ],
        "schedules": [{"name": "Night watch", "users": [{"summary": "Per By", "id": "U1"}, {"summary": "Siv Li"}]}],
    }
    taken = take(tmp_path, {"policies.json": json.dumps(policy)})
    lines = [(card.id, line.verb, line.text) for card in taken.cards.values() for line in card.lines]
    assert lines == [
        ("Per By", "ESCALATES", "Liv Moe"),
        ("Siv Li", "ESCALATES", "Liv Moe"),
        ("Liv Moe", "ESCALATES", "Odd Vik"),
        ("Odd Vik", "ESCALATION", "Final escalation point"),
    ]
    assert taken.intakes[0].groups == {"Night watch": ("Per By", "Siv Li")}
    assert facts(taken, "escalation_policies", "escalation_levels", "rotas", "channels_resolved") == (1, 3, 1, 3)
    assert "policy Harbour: Night watch > Liv Moe > Odd Vik" in taken.ledger


def test_a_rota_that_nobody_describes_is_an_empty_group(tmp_path: Path) -> None:
    """The next level is said to receive its escalations; nobody is made up."""
    rules = [{"targets": [{"type": "schedule_reference", "summary": "Day"}]}, {"targets": [{"summary": "Liv Moe"}]}]
    taken = take(tmp_path, {"p.json": json.dumps({"escalation_policy": {"name": "P", "escalation_rules": rules}})})
    assert [(line.verb, line.text) for line in taken.cards["Liv Moe"].lines] == [
        ("RECEIVES", "Escalations from Day"),
        ("ESCALATION", "Final escalation point"),
    ]
    assert taken.intakes[0].groups == {"Day": ()}


def test_owners_of_code_approve_its_paths(tmp_path: Path) -> None:
    """A person has a permission and a gate for each path; a team is a group; a path without owner is said."""
    text = "# all\n*       @nilsek @yard/painters\n/hull/  @nilsek  # the boat\n/keys/\n[Docs] @siv\n/docs/\n"
    taken = take(tmp_path, {".github/CODEOWNERS": text})
    assert taken.cards["nilsek"].permissions == (("APPROVE", "*"), ("APPROVE", "/hull/"))
    assert [(line.verb, line.text) for line in taken.cards["siv"].lines] == [("APPROVES", "changes to /docs/")]
    assert facts(taken, "rows", "paths_without_owner", "teams", "cards") == (4, 1, 1, 2)


def test_what_a_team_approves_goes_to_its_members_from_another_file(tmp_path: Path) -> None:
    """The gate of a group opens when any file says who is in it; one login is one person in both files."""
    files = {"CODEOWNERS": "/wood/ @yard/carpenters\n/hull/ @nilsek\n", "catalog-info.yaml": CATALOGUE}
    taken = take(tmp_path, dict(files))
    (card,) = taken.cards.values()
    assert set(card.permissions) == {("APPROVE", "/hull/"), ("APPROVE", "/wood/")}
    assert "by the account id nilsek" in taken.ledger


def test_one_person_in_two_tables_is_one_card(tmp_path: Path) -> None:
    """Skills from one file, the superior from another: by account id, else by the very same name."""
    skills = "employee id,name,skill,level\n1,Ada Roe,Rope,5\n2,Ben Low,Rope,3\n"
    org = "employee id,name,reports to\n1,Roe Ada,\n2,Benjamin Low,Ada Roe\n9,Cy Ott,2\n"
    taken = take(tmp_path, {"a_skills.csv": skills, "b_org.csv": org})
    assert set(taken.cards) == {"Ada Roe", "Ben Low", "Cy Ott"}
    assert [line.text for line in taken.cards["Ben Low"].lines] == ["Ada Roe"]
    assert [line.text for line in taken.cards["Cy Ott"].lines] == ["Ben Low"]


def test_bare_numbers_of_two_systems_do_not_join_strangers(tmp_path: Path) -> None:
    """The same small number with names that share no word is no account id of one person."""
    files = {"a.csv": "id,name,skill\n1,Ada Roe,Rope\n", "b.csv": "id,name,skill\n1,Cy Ott,Sail\n"}
    assert set(take(tmp_path, dict(files)).cards) == {"Ada Roe", "Cy Ott"}


def test_an_org_chart_as_nested_data(tmp_path: Path) -> None:
    """Those below somebody report to them, however deep."""
    chart: dict[str, Any] = {"name": "Una", "title": "A", "reports": [{"name": "Dag", "children": [{"name": "Tor"}]}]}
    chart["reports"].append({"name": "Eli"})
    taken = take(tmp_path, {"org.json": json.dumps(chart), "shop.json": '{"name": "x", "children": []}'})
    lines = [(card.id, line.text) for card in taken.cards.values() for line in card.lines]
    assert lines == [("Dag", "Una"), ("Tor", "Dag"), ("Eli", "Una")]
    assert taken.left_out == ["shop.json"]


def test_people_as_a_list_of_data(tmp_path: Path) -> None:
    """Skills with levels inside a list of people are levels on one scale."""
    text = "people:\n  - name: Una\n    skills: {rigging: 9, knots: 4}\n  - name: Dag\n    skills: {knots: 10}\n"
    taken = take(tmp_path, {"people.yaml": text})
    assert {one.name: str(one.score) for one in taken.cards["Una"].abilities} == {"rigging": "0.9", "knots": "0.4"}
    assert taken.cards["Dag"].line == 4
