"""Exports of our own writing, in the shape of those that trackers write."""

from __future__ import annotations

from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "data" / "trackers"


def sample(name: str) -> str:
    """Return a sample, byte marks and line ends as they stand in its file."""
    return (SAMPLES / name).read_bytes().decode()


JIRA = sample("jira.csv")
JIRA_GERMAN = sample("jira_german.csv")
JIRA_FRENCH = sample("jira_french.csv")
JIRA_SPANISH = sample("jira_spanish.csv")
GITLAB_GERMAN = sample("gitlab_german.csv")
AZURE = sample("azure.csv")
AZURE_TREE = sample("azure_tree.csv")
TRELLO = sample("trello.csv")
ASANA = sample("asana.csv")
GITHUB = sample("github.json")
TASK_MASTER = sample("taskmaster.json")
BEADS = sample("beads.jsonl")
SPRINT_STATUS = sample("sprint-status.yaml")
JIRA_REST = sample("jira_rest.json")
TRELLO_JSON = sample("trello.json")
PROJECTS = sample("projects.tsv")
CUSTOM = sample("custom.csv")
