"""Users and groups of a Backstage catalogue: users are people, groups are groups."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from solver.importers.files.plain_yaml import load_plain
from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, ImportedCard, Intake
from solver.importers.source import Source

NAME: Final = "Backstage catalogue"
MARK: Final = re.compile(r"apiVersion[\"']?\s*:\s*[\"']?backstage\.io/")
KIND: Final = re.compile(r"^kind\s*:\s*(\w+)", re.MULTILINE)
LOGINS: Final = ("github.com/user-login", "gitlab.com/user-login", "backstage.io/user-id", "microsoft.com/email")


def sniff(source: Source) -> str:
    """Return why the file is of a catalogue: entities of backstage.io with users or groups among them."""
    if source.path.suffix.lower() not in {".yaml", ".yml", ".json"} or not MARK.search(source.text):
        return ""
    kinds = {str(entity.get("kind")) for entity, _ in _entities(source)}
    return f"entities of backstage.io: {', '.join(sorted(kinds))}" if kinds else ""


def _entities(source: Source) -> Iterator[tuple[dict[str, Any], int]]:
    """Yield the entities with their lines; a document that is no YAML is passed over."""
    if isinstance(source.data, (list, dict)):
        for entity in source.data if isinstance(source.data, list) else [source.data]:
            if isinstance(entity, dict):
                yield entity, 1
        return
    line = 1
    for part in re.split(r"^---[ \t]*$", source.text.replace("\r\n", "\n"), flags=re.MULTILINE):
        try:
            data = load_plain(part)
        except yaml.YAMLError:
            data = {"kind": "broken"} if KIND.search(part) else None
        if isinstance(data, dict) and data.get("kind"):
            yield data, line + len(part) - len(part.lstrip("\n"))
        line += part.count("\n")


def read(source: Source) -> Intake:
    """Return a card for each user and a group for each group, with the members that either side names."""
    intake = Intake(source.name, NAME, facts={"levels_stated": 0, "users": 0, "groups": 0, "secret_columns": 0})
    groups: dict[str, list[str]] = {}
    others: dict[str, int] = {}
    for entity, line in _entities(source):
        kind, meta, spec = entity.get("kind"), _dict(entity.get("metadata")), _dict(entity.get("spec"))
        name = safe_id(str(meta.get("name") or ""))
        if kind == "User":
            for group in _refs(spec.get("memberOf")):
                groups.setdefault(group, []).append(name)
            intake.cards.append(_user(intake, name, meta, spec, line))
        elif kind == "Group":
            groups.setdefault(name, []).extend(_refs(spec.get("members")))
            _group(intake, name, spec, line)
        else:
            others[str(kind)] = others.get(str(kind), 0) + 1
    intake.groups = {group: tuple(dict.fromkeys(names)) for group, names in groups.items()}
    intake.facts |= {"users": len(intake.cards), "groups": len(groups)}
    intake.facts["secret_columns"] = int(intake.facts["secret_columns"] > 0)
    for kind, count in others.items():
        intake.say(1, LEFT_OUT, f"{count} of kind {kind}: no people")
    return intake


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _refs(value: Any) -> list[str]:
    """Return the names in references such as ``group:default/yard``."""
    parts = value if isinstance(value, list) else []
    return [safe_id(str(part).rsplit("/", 1)[-1].rsplit(":", 1)[-1]) for part in parts if str(part).strip()]


def _user(intake: Intake, name: str, meta: dict[str, Any], spec: dict[str, Any], line: int) -> ImportedCard:
    profile = _dict(spec.get("profile"))
    shown = str(profile.get("displayName") or meta.get("title") or "")
    if profile.get("email"):
        intake.facts["secret_columns"] += 1
        intake.say(line, LEFT_OUT, f"{name}: the e-mail address is not needed: dropped")
    notes = _dict(meta.get("annotations"))
    account = next((str(notes[key]) for key in LOGINS[:3] if notes.get(key)), "")
    others = (shown, account)
    about = str(meta.get("description") or "")
    return ImportedCard(
        name,
        intake.file,
        line,
        title=shown,
        account=account,
        sections=(("Role Definition", about),) if about else (),
        names=tuple(dict.fromkeys(other for other in others if other and other != name)),
        is_person=True,
    )


def _group(intake: Intake, name: str, spec: dict[str, Any], line: int) -> None:
    parent, children = _refs([spec["parent"]] if spec.get("parent") else []), _refs(spec.get("children"))
    if parent or children:
        text = f"group {name}: " + "; ".join(
            f"{word} {', '.join(names)}" for word, names in (("part of", parent), ("over", children)) if names
        )
        intake.say(line, ASSUMED, f"{text}: no line of escalation, a group does not say who decides in it")
    else:
        intake.say(line, TAKEN, f"group {name}")
