"""Jira's CSV export, Cloud and Server, in the languages of its users."""

from __future__ import annotations

from solver.importers import languages
from solver.importers.board.rows import Shape
from solver.importers.board.tracker import read_tracker
from solver.importers.fields import columns_of
from solver.importers.files.table import plain
from solver.importers.nouns import Intake
from solver.importers.source import Source

NAME = "jira"
KEYS = {"issue key", "work item key", "vorgangsschlüssel", "clé de ticket", "clé du ticket", "clave de incidencia"}
KEYS |= {"clave de la incidencia", "chave da item", "chave do item", "chiave segnalazione", "chiave ticket"}
KEYS |= {"issuesleutel"} | languages.JIRA_KEYS
# A file with a key alone is one of Jira's only if something else in it is.
OWN = {"issue type", "issue id", "work type", "vorgangstyp", "vorgangs-id", "type de ticket", "tipo de incidencia"}
OWN |= {
    "tipo de item",
    "tipo segnalazione",
    "tipo ticket",
    "issuetype",
    "tipo de actividad",
    "課題タイプ",
} | languages.JIRA_OWN


def sniff(source: Source) -> str:
    """Return the columns that only Jira writes."""
    names = {plain(name) for name in source.heading}
    key = next((name for name in source.heading if plain(name) in KEYS), "")
    short = {"key", "schlüssel", "clé", "clave", "chave", "chiave", "sleutel", "キー"} & names
    found = columns_of(source.heading) if key or short else None
    if found is None or not (found.before or found.after or found.refers or names & OWN or _custom(names)):
        return ""
    return f"the column {key or short.pop()!r} beside an issue type, a link or a custom field"


def read(source: Source) -> Intake:
    """Return the issues: time columns are seconds, ``Blocks`` and its like are dependencies."""
    return read_tracker(source, NAME, Shape(unit="s", people="one"))


def _custom(names: set[str]) -> bool:
    own = ("custom field", "benutzerdefinierte", "champ", "campo", "aangepast", "カスタム", *languages.CUSTOM)
    return any(name.startswith(own) for name in names)
