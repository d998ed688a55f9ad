"""Trello's JSON export of a board."""

from __future__ import annotations

import re
from typing import Any

from solver.importers.board.amounts import number_of
from solver.importers.board.guarded import read_each
from solver.importers.board.item import Item
from solver.importers.board.tracker import settle
from solver.importers.files.places import item_lines, line_at
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "trello json"
_POINTS = re.compile(r"^\s*\((\d+(?:[.,]\d+)?)\)|\((\d+(?:[.,]\d+)?)\)\s*$")


def sniff(source: Source) -> str:
    """Return that the file holds lists and cards."""
    data = source.data
    return "JSON with lists and cards" if isinstance(data, dict) and {"lists", "cards"} <= data.keys() else ""


def read(source: Source) -> Intake:
    """Return the cards: a list is a state, a closed card is over, ``(5) Title`` states points."""
    data = source.data
    intake = Intake(source.name, NAME)
    lists = {part.get("id"): str(part.get("name") or "") for part in data["lists"]}
    members = {one.get("id"): one for one in data.get("members") or ()}
    lines = item_lines(source.text, "cards")
    numbered = ((line_at(lines, at), card) for at, card in enumerate(data["cards"]))
    cards = read_each(intake, numbered, lambda card, line: _item(card, line, lists, members))
    settle(source, intake, cards)
    return intake


def _item(card: dict[str, Any], line: int, lists: dict[Any, str], members: dict[Any, dict[str, Any]]) -> Item:
    name = str(card.get("shortLink") or card.get("id"))
    item = Item(name, line, str(card.get("name") or ""), internal=str(card.get("id") or ""))
    item.status = lists.get(card.get("idList"), "")
    item.category = "done" if card.get("closed") or card.get("dueComplete") else ""
    item.description = str(card.get("desc") or "")
    item.labels = tuple(str(label.get("name") or label.get("color") or "") for label in card.get("labels") or ())
    people = (members.get(one, {}) for one in card.get("idMembers") or ())
    item.people = tuple(
        (str(one.get("fullName") or one.get("username")), str(one.get("username") or "")) for one in people if one
    )
    item.due, item.earliest = str(card.get("due") or "")[:10], str(card.get("start") or "")[:10]
    match = _POINTS.search(item.title)
    item.points = item.original_points = number_of(match[1] or match[2]) if match else None
    return item
