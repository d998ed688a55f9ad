"""Answers about many plans side by side: scenarios, sweeps, advice, absences, noise."""
