"""The channels as a picture for other programs: GraphML, GEXF, DOT."""

from __future__ import annotations

import io
import re

import networkx as nx

from solver.communication.lines.channels import Lines
from solver.domain.team import Team


def export(team: Team, lines: Lines, format: str) -> str:
    """Return the typed multigraph of all channels with both ends as ``graphml``, ``gexf`` or ``dot`` text.

    Parameters
    ----------
    team : Team
        Its members are nodes of status member.
    lines : Lines
        Of the team.
    format : str
        One of graphml, gexf, dot.

    Returns
    -------
    str
        Names and texts are escaped.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for member in team.members:
        graph.add_node(_clean(member.id), status="member")
    for channel in lines.channels:
        if channel.src and channel.dst:
            for end in (_clean(channel.src), _clean(channel.dst)):
                if end not in graph:
                    graph.add_node(end, status=channel.status)
            place = {"file": _clean(channel.file), "line": channel.line}
            labels = {"kind": channel.kind, "topic": _clean(channel.topic), "said": channel.said}
            graph.add_edge(_clean(channel.src), _clean(channel.dst), **labels, **place)
    if format == "dot":
        return _dot(graph)
    stream = io.BytesIO()
    (nx.write_graphml if format == "graphml" else nx.write_gexf)(graph, stream)
    return stream.getvalue().decode().rstrip("\n")


def _clean(text: str) -> str:
    """Drop what XML cannot hold."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _dot(graph: nx.MultiDiGraph[str]) -> str:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'

    lines = ["digraph team {"]
    for name, data in graph.nodes(data=True):
        lines.append(f"  {quoted(name)} [status={quoted(data['status'])}];")
    for src, dst, data in graph.edges(data=True):
        labels = f"label={quoted(data['kind'])}, tooltip={quoted(data['topic'])}"
        lines.append(f"  {quoted(src)} -> {quoted(dst)} [{labels}];")
    return "\n".join([*lines, "}"])
