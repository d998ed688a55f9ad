"""Counts a tracker's file as a careful reader would, under the names of the contract."""

from __future__ import annotations

from collections import Counter

from solver.importers.board.board import SUBTASKS, Board, ancestors, size_word, total
from solver.importers.board.item import Item
from solver.importers.files.table import Table, plain


def count_rows(board: Board) -> None:
    """Put the counts of a board into the facts of its intake."""
    items, is_open = board.items, board.is_open
    opened = [item for item in items if is_open(item.id)]
    states = Counter(board.state.values())
    epics = [item for item in items if board.is_epic(item)]
    subtasks = [item for item in items if is_subtask(board, item)]
    facts = {
        "rows": len(items),
        "tasks": len(items) - len(epics),
        "epics": len(epics),
        "subtasks": len(subtasks),
        "tasks_other": len(items) - len(epics) - len(subtasks),
        "open": len(opened),
        "done": states["DONE"],
        "cancelled": states["CANCELLED"],
        "blocked": states["BLOCKED"],
        "open_leaves": sum(not board.children.get(item.id) and not board.is_epic(item) for item in opened),
        "rows_to_plan": sum(board.role[item.id] == "work" for item in opened),
        "rows_with_parent": sum(bool(item.parent) for item in items),
    }
    board.intake.facts |= facts | _sizes(items, opened, board) | _words(board) | _links(board)


def is_subtask(board: Board, item: Item) -> bool:
    """Return whether a row is part of another by its kind, or by its parent where the file has no kinds."""
    return plain(item.kind) in SUBTASKS or (not item.kind and item.id in board.parent)


def _sizes(items: list[Item], opened: list[Item], board: Board) -> dict[str, int]:
    pointed = [item for item in items if item.points is not None]
    return {
        "points_rows": len(pointed),
        "points_rows_zero": sum(item.points == 0 for item in pointed),
        "points_total": total(item.points for item in pointed),
        "points_open": total(item.points for item in opened),
        "points_original_total": total(item.original_points for item in pointed),
        "points_rows_differ": sum(item.points != item.original_points for item in pointed),
        "estimate_minutes_total": total(item.estimate for item in items),
        "estimate_minutes_open": total(item.estimate for item in opened),
        "rows_with_estimate": sum(item.estimate is not None for item in items),
        "remaining_minutes_total": total(item.remaining for item in items),
        "time_spent_minutes_total": total(item.spent for item in items),
        "time_spent_hours_total": total(item.spent for item in items) // 60,
        "tasks_without_size": sum(not board.has_size(item) for item in items if not board.is_epic(item)),
        "open_without_size": sum(not board.has_size(item) for item in opened if not board.is_epic(item)),
        "todo_with_time_spent": sum(bool(item.spent) and board.state[item.id] == "TODO" for item in items),
        "size_words": sum(bool(size_word(item)) for item in items),
    }


def _words(board: Board) -> dict[str, int]:
    items = board.items
    labels = [label for item in items for label in item.labels]
    people = {account or name for item in items for name, account in item.people}
    resolved = {"", "unresolved", "nicht erledigt", "offen", "none"}
    return {
        "people": len(people),
        "people_with_reporters": len(people | {item.reporter for item in items if item.reporter}),
        "labels_total": len(labels),
        "distinct_labels": len(set(labels)),
        "components_total": sum(len(item.components) for item in items),
        "sprints": len({sprint for item in items for sprint in item.sprints}),
        "milestones": len({item.milestone for item in items if item.milestone}),
        "statuses": len({item.status for item in items if item.status}),
        "priorities_missing": sum(not board.priority[item.id] for item in items),
        "rows_with_two_assignees": sum(len(item.people) > 1 for item in items),
        "rows_without_id": sum(not item.has_own_id for item in items),
        "contradictions_resolution_status": sum(
            plain(item.resolution) not in resolved and board.is_open(item.id) for item in items
        ),
        "epics_referenced": len({item.epic for item in items if item.epic}),
    }


def _links(board: Board) -> dict[str, int]:
    ends = list(board.edges)
    known = [pair for pair in ends if pair[0] in board.by_id and pair[1] in board.by_id]
    return {
        "dependencies": len(ends),
        "dependencies_outside": len(ends) - len(known),
        "dependencies_on_done": sum(board.state[before] == "DONE" for before, _ in known),
        "dependencies_on_cancelled": sum(board.state[before] == "CANCELLED" for before, _ in known),
        "dependency_parent_blocks_child": sum(before in ancestors(board, after) for before, after in known),
        "relations_not_dependencies": sum(item.refers for item in board.items),
    }


def count_header(table: Table) -> dict[str, int]:
    """Return the counts of a header."""
    return {
        "columns": len(table.header),
        "repeated_header_names": sum(len(places) > 1 for name, places in table.places.items() if name),
    }
