"""How seconds and memory grow with the number of tasks."""

from __future__ import annotations

import numpy as np


def growth(grown: list[tuple[int, int, float, float]]) -> list[str]:
    """Return how seconds and GiB grow with tasks: as a power over all sizes, and for one number of members by the task.

    The second fit is of relative errors, and says how far off it is at worst.
    """
    found, table = [], np.array(grown)
    if len(table) > 2:
        n, _, cpu, peak = np.log10(table).T
        powers = [np.polyfit(n, column, 1)[0] for column in (cpu, peak)]
        found.append(f"growth: CPU seconds as n^{powers[0]:.2f}, memory as n^{powers[1]:.2f}")
    for m in sorted(set(table[:, 1])):
        same = table[table[:, 1] == m]
        if len(same) > 2:
            parts = []
            for number, unit in ((2, "s"), (3, "GiB")):
                terms = np.stack([np.ones(len(same)), same[:, 0] / 1e6], axis=1) / same[:, [number]]
                fitted = np.linalg.lstsq(terms, np.ones(len(same)), rcond=None)[0]
                off = np.abs(terms @ fitted - 1).max()
                parts.append(f"{fitted[0]:.2f} + {fitted[1]:.2f} per million tasks {unit} (within {100 * off:.0f} %)")
            found.append(f"growth with {m:,.0f} members: " + ", ".join(parts))
    return found
