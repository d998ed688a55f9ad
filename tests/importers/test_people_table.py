"""Tables of people in every shape become cards with levels on a scale that the ledger shows."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook

from tests.importers.taking import facts, take


def scores(taken: object, name: str) -> dict[str, str]:
    """Return the levels of a card as texts, unstated ones in brackets."""
    card = taken.cards[name]  # type: ignore[attr-defined]
    return {one.name: f"{one.score:f}" if one.is_stated else f"({one.score:f})" for one in card.abilities}


def test_a_long_table_with_words(tmp_path: Path) -> None:
    """Each row is a level; the mapping stands in the ledger; the highest level after a year is remarked."""
    text = "Person ID;Name;Skill;Level;Years;E-Mail\n7;Åsa Berg;Welding;Expert;1;a@x.org\n"
    text += "7;Åsa Berg;Cutting;Basic;4;a@x.org\n"
    text += "8;Tom Hall;Welding;Intermediate;2;t@x.org\n"
    taken = take(tmp_path, {"people.csv": text})
    assert scores(taken, "Åsa Berg") == {"Welding": "1", "Cutting": "0.4"}
    assert taken.cards["Åsa Berg"].account == "7"
    names = ("rows", "cards", "capability_levels", "distinct_capability_names", "level_words", "expert_with_one_year")
    assert facts(taken, *names) == (3, 2, 3, 2, 3, 1)
    assert facts(taken, "level_expert", "level_basic", "secret_columns") == (1, 1, 1)
    assert "people.csv:1: assumed: levels are words: basic = 0.4, intermediate = 0.6, expert = 1" in taken.ledger
    assert "column 'E-Mail' looks like a secret or is not needed: dropped" in taken.ledger
    assert "a@x.org" not in repr(taken.cards)


def test_a_long_table_without_levels(tmp_path: Path) -> None:
    """Every level is the default and labelled so."""
    taken = take(tmp_path, {"people.csv": "worker id,skill\nW1,Sewing\nW1,Ironing\nW2,Sewing"})
    assert scores(taken, "W1") == {"Sewing": "(0.8)", "Ironing": "(0.8)"}
    assert facts(taken, "rows", "cards", "capability_pairs", "levels_stated", "no_final_newline") == (3, 2, 3, 0, 1)


def test_a_wide_table_with_a_category_above_the_skills(tmp_path: Path) -> None:
    """Two header rows, blanks filled from the left; hours and totals are no skills; level 0 is a level."""
    text = "Name,Wood,,Metal,Hours per week,Total\nName,Sawing,Glueing,Casting,Hours per week,Total\n"
    text += "Ann,5,3,0,32,8\nBo,,1,4,40,5\n"
    taken = take(tmp_path, {"m.csv": text})
    assert scores(taken, "Ann") == {"Sawing": "1", "Glueing": "0.6", "Casting": "0"}
    assert scores(taken, "Bo") == {"Glueing": "0.2", "Casting": "0.8"}
    assert taken.cards["Ann"].skills == (("Wood", ("Sawing", "Glueing")), ("Metal", ("Casting",)))
    assert taken.cards["Ann"].weekly_minutes == 32 * 60
    assert facts(taken, "capability_levels", "cards") == (5, 2)


def test_merged_headers_of_a_workbook(tmp_path: Path) -> None:
    """A title row, merged categories, merged names: what is merged counts for all of its cells."""
    book = Workbook()
    sheet = book.active
    rows = (["Skills 2026"], ["Name", "Kitchen", None, "Hall"], [None, "Soup", "Bread", "Service"])
    for row in (*rows, ["Eva", 80, 55.5, 100]):
        sheet.append(row)
    for cells in ("A1:D1", "A2:A3", "B2:C2"):
        sheet.merge_cells(cells)
    other = book.create_sheet("Notes")
    other.append(["Nothing", "here"])
    stream = io.BytesIO()
    book.save(stream)
    taken = take(tmp_path, {"skills.xlsx": stream.getvalue()})
    assert scores(taken, "Eva") == {"Soup": "0.8", "Bread": "0.555", "Service": "1"}
    assert taken.cards["Eva"].skills == (("Kitchen", ("Soup", "Bread")), ("Hall", ("Service",)))


def test_a_lower_header_that_says_level_and_years(tmp_path: Path) -> None:
    """The skill stands above, what its columns say below; years are no levels."""
    text = "Name,Tiling,Tiling,Plaster,Plaster\nName,Level,Years,Level,Years\nIda,3,9,5,12\nUlf,1,2,4,30\n"
    taken = take(tmp_path, {"m.csv": text})
    assert scores(taken, "Ida") == {"Tiling": "0.6", "Plaster": "1"}


def test_a_ranked_table(tmp_path: Path) -> None:
    """A first, second, third skill is an order, no level; the mapping is said."""
    taken = take(tmp_path, {"m.csv": "Employee,Skill 1,Skill 2,Skill 3,Skill 4\nKim,Java,SQL,,Bash\n"})
    assert scores(taken, "Kim") == {"Java": "(0.9)", "SQL": "(0.8)", "Bash": "(0.6)"}
    assert "by their order: 1. = 0.9, 2. = 0.8, 3. = 0.7, later = 0.6" in taken.ledger
    assert facts(taken, "levels_stated", "capability_pairs") == (0, 3)


def test_json_and_lists_in_a_cell(tmp_path: Path) -> None:
    """JSON with levels, a list of names, names with levels in brackets."""
    text = 'name,skills\nPia,"{""Dyeing"": 4, ""Weaving"": 2}"\nRob,"[""Weaving""]"\nSue,"Dyeing (5), Spinning"\n'
    taken = take(tmp_path, {"m.csv": text})
    assert scores(taken, "Pia") == {"Dyeing": "0.8", "Weaving": "0.4"}
    assert scores(taken, "Rob") == {"Weaving": "(0.8)"}
    assert scores(taken, "Sue") == {"Dyeing": "1", "Spinning": "(0.8)"}
    assert facts(taken, "capability_levels", "capability_pairs") == (3, 5)


def test_a_table_with_people_across(tmp_path: Path) -> None:
    """Skills down the side, people across the top, letters for levels."""
    taken = take(tmp_path, {"m.csv": "Skill,Ola,Per\nSkiing,D3,D1\nClimbing,,D2\n"})
    assert scores(taken, "Per") == {"Skiing": "0.33", "Climbing": "0.67"}
    assert scores(taken, "Ola") == {"Skiing": "1"}


def test_a_matrix_of_marks(tmp_path: Path) -> None:
    """A mark is a skill at the default level, a blank none."""
    taken = take(tmp_path, {"m.tsv": "Name\tForklift\tCrane\nMax\tx\t\nLou\t\tx\n"})
    assert (scores(taken, "Max"), scores(taken, "Lou")) == ({"Forklift": "(0.8)"}, {"Crane": "(0.8)"})


def test_one_account_under_two_spellings_is_one_person(tmp_path: Path) -> None:
    """The account id joins; without one two spellings stay two people."""
    text = "user id,name,skill\nu1,Jo Fox,Bees\nu1,Joanna Fox,Honey\n"
    taken = take(tmp_path / "a", {"m.csv": text})
    assert scores(taken, "Jo Fox") == {"Bees": "(0.8)", "Honey": "(0.8)"}
    assert "Jo Fox: also written Joanna Fox, joined by the account id u1" in taken.ledger
    taken = take(tmp_path / "b", {"m.csv": "name,skill\nJo Fox,Bees\nJoanna Fox,Honey\n"})
    assert set(taken.cards) == {"Jo Fox", "Joanna Fox"}


def test_a_pair_that_stands_twice_has_the_higher_level(tmp_path: Path) -> None:
    """Twice the same skill is counted and said, never added."""
    taken = take(tmp_path, {"m.csv": "name,skill,level\nVi,Oars,2\nVi,Oars,4\nVi,Sails,5\n"})
    assert scores(taken, "Vi") == {"Oars": "0.8", "Sails": "1"}
    assert facts(taken, "duplicate_pairs") == (1,)


def test_an_org_chart_gives_lines_to_superiors(tmp_path: Path) -> None:
    """A superior by name or by number is the same card; the one at the top has no line."""
    text = "Employee ID,Name,Title,Reports To,Team\n1,Ada Roe,Head,,Board\n2,Ben Low,Lead,1,Yard\n"
    text += "3,Cy Ott,Hand,Ben Low,Yard\n"
    taken = take(tmp_path, {"org.csv": text})
    lines = [(card.id, line.verb, line.text) for card in taken.cards.values() for line in card.lines]
    assert lines == [("Ben Low", "REPORTS TO", "Ada Roe"), ("Cy Ott", "REPORTS TO", "Ben Low")]
    assert facts(taken, "channels_resolved", "channels_dangling", "cards_without_capabilities") == (2, 0, 3)
    assert taken.intakes[0].groups == {"Board": ("Ada Roe",), "Yard": ("Ben Low", "Cy Ott")}


def test_people_with_hours_are_people(tmp_path: Path) -> None:
    """Hours a week are taken where they are hours of a week."""
    taken = take(tmp_path, {"m.csv": "Vorname;Nachname;Wochenstunden\nUwe;Kern;37,5\nIna;Tal;400\n"})
    assert taken.cards["Uwe Kern"].weekly_minutes == 2250
    assert taken.cards["Ina Tal"].weekly_minutes is None
    assert "Ina Tal: '400' are no hours of a week" in taken.ledger


def test_lists_of_work_and_leave_are_no_people(tmp_path: Path) -> None:
    """Owners and skills of tasks, days off and hours of a week day make no card."""
    files = {
        "tasks.csv": "id,task,owner,skills,estimate\n1,Dig,Ann,Spade,3\n",
        "off.csv": "name,from,until,type\nAnn,2026-01-02,2026-01-05,leave\n",
        "times.csv": "name,mon,tue,wed\nAnn,8,8,4\n",
        "places.csv": "city,people\nUlm,3\n",
    }
    taken = take(tmp_path, dict(files))
    assert [card for card in taken.cards.values() if card.abilities] == []


def test_default_levels_are_the_stated_default() -> None:
    """The level that nobody stated is one number in one place."""
    from solver.importers.prose.named_abilities import DEFAULT_LEVEL

    assert Decimal("0.8") == DEFAULT_LEVEL


def test_a_title_above_the_header_and_an_average_below_the_people(tmp_path: Path) -> None:
    """Rows before the header and rows about nobody are no people."""
    text = "Skills 2026,,\n,,\nName,Piano,Flute\nAnn,80%,50%\nBo,100%,\nAverage,90%,50%\n"
    taken = take(tmp_path, {"m.csv": text})
    assert set(taken.cards) == {"Ann", "Bo"}
    assert "a row about nobody: Average" in taken.ledger


def test_a_level_beside_each_ranked_skill(tmp_path: Path) -> None:
    """Columns of levels with the same number belong to the skills; what is blank has no skill."""
    taken = take(tmp_path, {"m.csv": "ID,Name,Skill_1,Level_1,Skill_2,Level_2\n1,Ann,Piano,4,Flute,3\n2,Bo,Harp,5,,\n"})
    assert scores(taken, "Ann") == {"Piano": "0.8", "Flute": "0.6"}
    assert scores(taken, "Bo") == {"Harp": "1"}


def test_a_range_in_the_header_is_the_scale(tmp_path: Path) -> None:
    """Out of ten because the header says so; n/a is no skill."""
    taken = take(tmp_path, {"m.csv": "Name,Skill,Rating (0-10)\nAnn,Piano,4\nAnn,Flute,n/a\n"})
    assert scores(taken, "Ann") == {"Piano": "0.4"}


def test_addresses_are_names_only_where_nothing_else_is(tmp_path: Path) -> None:
    """The part before the @ says who; the address itself goes nowhere."""
    taken = take(tmp_path, {"m.csv": "email,skill\njo.fox@farm.example,Bees\n"})
    assert set(taken.cards) == {"jo.fox"}
    assert "farm.example" not in repr(taken.cards)


def test_levels_on_no_one_scale_are_said(tmp_path: Path) -> None:
    """Words, parts and numbers mixed are not guessed at: the default stands in, and the ledger says why."""
    taken = take(tmp_path, {"m.csv": 'name,skills\nAnn,"Piano (3/5), Flute (Expert)"\nBo,"Harp (B2), Drum (7)"\n'})
    assert facts(taken, "levels_stated", "capability_pairs") == (0, 4)
    assert "levels on no one scale (3/5, 7, b2, expert): every skill is at 0.8" in taken.ledger
