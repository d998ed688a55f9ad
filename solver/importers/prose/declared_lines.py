"""Lines of communication that stand as keys: escalates_to, reports_to, delegates_to, agents, handoffs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import yaml

from solver.importers.files.plain_yaml import load_plain
from solver.importers.nouns import Line
from solver.importers.prose.prose_lines import written

KEYS: Final = {
    **dict.fromkeys(("escalates_to", "escalate_to", "escalation"), "ESCALATES"),
    **dict.fromkeys(("reports_to", "report_to", "manager", "supervisor"), "REPORTS TO"),
    **dict.fromkeys(("delegates_to", "delegates", "hands_off_to", "handoff_to", "handoffs", "enables"), "PROVIDES"),
    **dict.fromkeys(("provides_to", "sends_to", "outputs_to", "feeds"), "PROVIDES"),
    **dict.fromkeys(("receives_from", "inputs_from", "receives"), "RECEIVES"),
    **dict.fromkeys(("consults", "consults_with"), "CONSULTS"),
    **dict.fromkeys(("collaborates_with", "works_with", "collaborators", "partners_with"), "COLLABORATES"),
    **dict.fromkeys(("coordinates_with", "coordinates", "agents", "subagents", "sub_agents"), "COORDINATES"),
    **dict.fromkeys(("notifies", "informs"), "NOTIFIES"),
}
NAME_KEYS: Final = ("agent", "name", "id", "persona", "to", "from", "target", "role")
TOPIC_KEYS: Final = ("when", "what", "label", "for", "topic", "via", "prompt", "reason", "description")
FENCE: Final = re.compile(r"^```ya?ml[ \t]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
NOBODY: Final = frozenset({"", "*", "none", "n/a", "tbd", "-", "all", "any", "null", "~"})
LINK: Final = re.compile(r"\[\[(.+?)(?:\|.*?)?\]\]")


def lines_of(
    data: Mapping[str, Any], file: str, line_of: Mapping[str, int], builtin: frozenset[str] = frozenset()
) -> Iterator[Line]:
    """Yield a line for each entry of the keys that declare channels; names of ``builtin`` stand for no member."""
    for key, value in data.items():
        verb = KEYS.get(str(key).strip().lower().replace("-", "_").replace(" ", "_"))
        if verb is None or value in (None, "", [], {}):
            continue
        for name, topic in _entries(value):
            yield line(verb, name, topic, file, line_of.get(str(key), 1), builtin)


def line(verb: str, name: str, topic: str, file: str, number: int, builtin: frozenset[str] = frozenset()) -> Line:
    """Return a line to a name; a name that stands for nobody, everybody or a built-in agent is no target."""
    name, topic = " ".join(name.split()), " ".join(topic.split()).translate(str.maketrans("()", "[]"))
    known = name.casefold() not in NOBODY | builtin and "," not in name
    text = written((name,), topic) if known else f"{name or 'nobody'} {topic}".strip()
    return Line(verb, text, file, number, (name,) if known else (), topic=topic)


def fenced(body: str, file: str, first_line: int, builtin: frozenset[str] = frozenset()) -> Iterator[Line]:
    """Yield the lines that blocks of YAML in a markdown text declare."""
    for match in FENCE.finditer(body):
        try:
            data = load_plain(match[1])
        except yaml.YAMLError:
            continue
        if isinstance(data, dict):
            start = first_line + body[: match.start(1)].count("\n")
            at = {
                key[1]: start + number
                for number, text in enumerate(match[1].split("\n"))
                if (key := re.match(r"([\w-]+):", text))
            }
            yield from lines_of(data, file, at, builtin)


def _entries(value: Any) -> Iterator[tuple[str, str]]:
    """Yield names with topics out of a text, a list of texts, a list of mappings, or a mapping of names."""
    if isinstance(value, str):
        parts = LINK.findall(value) or [part.strip() for part in value.split(",")]
        yield from ((_short(part), "") for part in parts if part.strip())
    elif isinstance(value, list):
        for part in value:
            yield from _entries(part)
    elif isinstance(value, dict):
        name = next((value[key] for key in NAME_KEYS if isinstance(value.get(key), str)), None)
        topic = next((value[key] for key in TOPIC_KEYS if isinstance(value.get(key), str)), "")
        if name is not None:
            yield _short(name), topic
        else:
            yield from ((str(key), said if isinstance(said, str) else "") for key, said in value.items())


def _short(name: str) -> str:
    """Return a name out of a link or a path of personas: its last part."""
    link = LINK.fullmatch(name.strip())
    return (link[1] if link else name.strip().strip("\"'")).rsplit("/", 1)[-1].removeprefix("@")
