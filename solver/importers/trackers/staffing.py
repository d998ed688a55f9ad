"""Staffing lists: positions with the skills they ask for and the weeks they take."""

from __future__ import annotations

from collections import Counter

from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.fields import bare, columns_of
from solver.importers.files.table import plain
from solver.importers.nouns import ASSUMED, Intake
from solver.importers.source import Source

NAME = "staffing"
WEEKS = {"allocation weeks", "weeks", "wochen", "duration weeks"}
POSITIONS = ("opportunity", "position", "vacancy", "demand", "stelle")


def sniff(source: Source) -> str:
    """Return the columns that say: a position, its skills, its weeks."""
    names = {bare(name) for name in source.heading}
    has_weeks = bool(names & WEEKS) and any(name.startswith(POSITIONS) for name in names)
    is_list = has_weeks and columns_of(source.heading).has("needs")
    return "columns for a position, its skills and its weeks" if is_list else ""


def read(source: Source) -> Intake:
    """Return the positions: a week is as many hours as ``hours_per_week`` says; what is open is not yet in progress."""
    weeks = next(name for name in source.heading if bare(name) in WEEKS)
    intake = read_tracker(source, NAME, Shape(unit="w"), None)
    text = f"{weeks}: a week is {source.settings.week / 60:g} h. Say hours_per_week: in import.yaml"
    intake.say(1, ASSUMED, text)
    opened = [task for task in intake.tasks if task.state == "TODO"]
    states = Counter(task.state for task in intake.tasks)
    names = {plain(need) for task in intake.tasks for need in task.needs}
    week = 2400
    intake.facts |= {
        "open": states["TODO"],
        "in_progress": states["IN_PROGRESS"],
        "requirement_pairs": sum(len(task.needs) for task in intake.tasks),
        "requirement_pairs_open": sum(len(task.needs) for task in opened),
        "distinct_required": len(names),
        "weeks_total": sum(task.estimate_minutes or 0 for task in intake.tasks) // week,
        "weeks_open": sum(task.estimate_minutes or 0 for task in opened) // week,
        "levels_required": sum(":" in need for task in intake.tasks for need in task.needs),
        **{f"priority_{word.lower()}": sum(task.priority == word for task in intake.tasks) for word in PRIORITIES},
    }
    return intake


def settle(intakes: list[Intake]) -> None:
    """Count the skills that positions ask for and nobody among the cards has; without cards nothing is counted."""
    held = {plain(ability.name) for intake in intakes for card in intake.cards for ability in card.abilities}
    for intake in (one for one in intakes if one.family == NAME and held):
        asked = {plain(need): need for task in intake.tasks for need in task.needs}
        missing = [need for word, need in asked.items() if word not in held]
        intake.facts["required_not_in_matrix"] = len(missing)
        if missing:
            intake.say(1, ASSUMED, f"nobody among the cards has: {', '.join(missing)}")


PRIORITIES = ("CRITICAL", "HIGH", "MEDIUM", "LOW")
