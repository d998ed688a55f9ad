"""Families of task lists: what Jira, GitHub, Azure DevOps, GitLab, Linear, Trello, agents and others export."""
