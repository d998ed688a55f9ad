"""Escalation policies of PagerDuty: the levels are a chain, a rota is a group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from solver.importers.ids import safe_id
from solver.importers.nouns import ASSUMED, LEFT_OUT, TAKEN, ImportedCard, Intake, Line
from solver.importers.source import Source

NAME: Final = "PagerDuty escalation policies"
RULES: Final = ("escalation_rules", "rules")


def sniff(source: Source) -> str:
    """Return why the file holds policies: rules with targets under one another."""
    return "JSON with escalation policies" if any(_policies(source.data)) else ""


def _policies(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        for key in ("escalation_policies", "escalation_policy", "policies"):
            if key in data:
                yield from _policies(data[key])
                return
        if any(isinstance(data.get(key), list) for key in RULES) and _rules(data):
            yield data
    elif isinstance(data, list):
        for part in data:
            yield from _policies(part)


def _rules(policy: dict[str, Any]) -> list[dict[str, Any]]:
    rules: list[Any] = next((policy[key] for key in RULES if isinstance(policy.get(key), list)), [])
    found = []
    for rule in rules:
        # The older form has one target to a rule.
        targets = rule.get("targets") or [rule.get("rule_object")] if isinstance(rule, dict) else None
        if isinstance(targets, list) and any(isinstance(target, dict) for target in targets):
            found.append({"targets": targets})
    return found


@dataclass
class _Chains:
    """The people and rotas while the policies come in; lines in the order in which they are found."""

    intake: Intake
    text: str
    rotas: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lines: dict[str, dict[tuple[str, str], Line]] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    last: set[str] = field(default_factory=set)

    def line_of(self, said: str) -> int:
        """Return the line on which a text stands first."""
        at = self.text.find(f'"{said}"')
        return self.text.count("\n", 0, at) + 1 if at >= 0 else 1

    def add(self, who: str, verb: str, text: str, targets: tuple[str, ...] = (), maybe: tuple[str, ...] = ()) -> None:
        """Add a line of communication once."""
        line = Line(verb, text, self.intake.file, self.line_of(who), targets, maybe)
        self.lines.setdefault(who, {}).setdefault((verb, text), line)


def read(source: Source) -> Intake:
    """Return a card for each person, a line from each level to the next, a group for each rota."""
    names = ("levels_stated", "escalation_policies", "escalation_levels")
    intake = Intake(source.name, NAME, facts=dict.fromkeys(names, 0))
    chains = _Chains(intake, source.text)
    _schedules(chains, source.data)
    for policy in _policies(source.data):
        _policy(chains, policy)
    for who in chains.last:
        if not any(verb == "ESCALATES" for verb, _ in chains.lines.get(who, {})):
            chains.add(who, "ESCALATION", "Final escalation point")
    for who, lines in chains.lines.items():
        card = ImportedCard(who, source.name, chains.line_of(who), account=chains.accounts.get(who, ""))
        intake.cards.append(_with_lines(card, tuple(lines.values())))
    intake.groups = dict(chains.rotas)
    intake.facts["rotas"] = len(chains.rotas)
    return intake


def _with_lines(card: ImportedCard, lines: tuple[Line, ...]) -> ImportedCard:
    names = (card.account,) if card.account and card.account != card.id else ()
    return ImportedCard(card.id, card.file, card.line, account=card.account, lines=lines, names=names, is_person=True)


def _schedules(chains: _Chains, data: Any) -> None:
    """Take the members of the rotas that the file describes."""
    for schedule in data.get("schedules") or () if isinstance(data, dict) else ():
        if not isinstance(schedule, dict):
            continue
        layers = [layer for layer in schedule.get("schedule_layers") or () if isinstance(layer, dict)]
        users = [*(schedule.get("users") or ()), *(user for layer in layers for user in layer.get("users") or ())]
        members = tuple(dict.fromkeys(_who(chains, user.get("user", user)) for user in users if isinstance(user, dict)))
        name = safe_id(str(schedule.get("name") or schedule.get("summary") or schedule.get("id")))
        chains.rotas[name] = members
        for member in members:
            chains.lines.setdefault(member, {})


def _who(chains: _Chains, target: dict[str, Any]) -> str:
    name = safe_id(str(target.get("summary") or target.get("name") or target.get("id") or ""))
    if target.get("id"):
        chains.accounts.setdefault(name, str(target["id"]))
    return name


def _policy(chains: _Chains, policy: dict[str, Any]) -> None:
    name = str(policy.get("name") or policy.get("summary") or policy.get("id") or "policy")
    rules = _rules(policy)
    intake, line = chains.intake, chains.line_of(name)
    intake.facts["escalation_policies"] += 1
    intake.facts["escalation_levels"] += len(rules)
    levels = [[_target(chains, target) for target in rule["targets"] if isinstance(target, dict)] for rule in rules]
    shown = " > ".join(" + ".join(who for who, _ in level) for level in levels)
    intake.say(line, TAKEN, f"policy {name}: {shown}")
    loops = str(policy.get("num_loops") or policy.get("repeat") or "0")
    if loops != "0":
        intake.say(line, LEFT_OUT, f"policy {name}: starts again {loops} times; a chain has no repeats")
    for level, above in zip(levels, levels[1:], strict=False):
        for who, is_rota in level:
            _escalate(chains, who, is_rota, above)
    for who, is_rota in levels[-1] if levels else ():
        chains.last.update(chains.rotas.get(who, ()) if is_rota else (who,))


def _target(chains: _Chains, target: dict[str, Any]) -> tuple[str, bool]:
    is_rota = "schedule" in str(target.get("type", ""))
    if not is_rota:
        who = _who(chains, target)
        chains.lines.setdefault(who, {})
        return who, False
    name = safe_id(str(target.get("summary") or target.get("name") or target.get("id") or "rota"))
    if name not in chains.rotas:
        chains.rotas[name] = ()
        text = f"rota {name}: a group; who is on it stands nowhere in this file"
        chains.intake.say(chains.line_of(name), ASSUMED, text)
    return name, True


def _escalate(chains: _Chains, who: str, is_rota: bool, above: list[tuple[str, bool]]) -> None:
    """Write the lines from one level to the next: each person, or each member of the rota, to all that stand there."""
    writers = chains.rotas[who] if is_rota else (who,)
    for target, is_group in above:
        for writer in writers:
            if writer != target:
                chains.add(writer, "ESCALATES", target, () if is_group else (target,))
        if not writers and not is_group:
            chains.add(target, "RECEIVES", f"Escalations from {who}")
