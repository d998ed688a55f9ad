"""Draws the pictures of docs/large.md from the newest result file: cost against size, gap against tasks per member."""

from __future__ import annotations

import math
from pathlib import Path

ROOT = Path(__file__).parents[1]
WIDTH, HEIGHT, EDGE = 460, 280, 56
MANY = 1000
Point = tuple[float, float]


def rows(path: Path) -> list[dict[str, float]]:
    """Return the lines of the engine on family ``roomy`` in a result file of ``teams.py``."""
    found = []
    for line in path.read_text().partition("roomy:")[2].partition("scarce:")[0].splitlines():
        words = line.replace(" x", " ").replace(",", "").split()
        if len(words) > 6 and words[3] == "prices":
            names = ("tasks", "members", "per_member", "cpu", "gib", "gap")
            found.append(dict(zip(names, (float(words[i]) for i in (0, 1, 2, 4, 5, 6)), strict=True)))
    return found


def log_chart(title: str, across: str, series: dict[str, list[Point]]) -> str:
    """Return an SVG with logarithmic axes; each series has its name at its last point."""
    points = [point for line in series.values() for point in line]
    low, high = ([f(math.log10(p[i]) for p in points) for i in (0, 1)] for f in (min, max))
    low, high = [math.floor(v) for v in low], [math.ceil(v) for v in high]

    def place(point: Point) -> str:
        share = [(math.log10(v) - a) / max(b - a, 1) for v, a, b in zip(point, low, high, strict=True)]
        x = EDGE + share[0] * (WIDTH - 2 * EDGE)
        return f"{x:.1f},{HEIGHT - EDGE - share[1] * (HEIGHT - 2 * EDGE):.1f}"

    parts = [f'<text x="{EDGE}" y="20" font-weight="bold">{title}</text>']
    for power in range(low[0], high[0] + 1):
        x, y = place((10.0**power, 10.0 ** low[1])).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 18}" text-anchor="middle">{_power(power)}</text>')
    for power in range(low[1], high[1] + 1):
        x, y = place((10.0 ** low[0], 10.0**power)).split(",")
        parts.append(f'<text x="{float(x) - 8}" y="{float(y) + 4}" text-anchor="end">{_power(power)}</text>')
        parts.append(f'<line x1="{x}" x2="{WIDTH - EDGE}" y1="{y}" y2="{y}" stroke="#ddd"/>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 12}" text-anchor="middle">{across}</text>')
    for (name, line), colour in zip(series.items(), ("#1b6ca8", "#b8562b"), strict=False):
        corners = " ".join(map(place, line))
        parts.append(f'<polyline points="{corners}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [
            '<circle cx="{}" cy="{}" r="3" fill="{}"/>'.format(*place(point).split(","), colour) for point in line
        ]
        x, y = place(line[-1]).split(",")
        parts.append(f'<text x="{x}" y="{float(y) - 8}" text-anchor="end" fill="{colour}">{name}</text>')
    style = 'font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {style}>'
    return "\n".join([head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>', *parts, "</svg>\n"])


def _power(power: int) -> str:
    return f"{10**power:,}" if 0 <= power < 4 else f"10^{power}" if power > 0 else f"{10.0**power:g}"


def main() -> None:
    """Write both pictures."""
    newest = max((ROOT / "benchmarks" / "results").glob("*-teams.txt"))
    found = rows(newest)
    many, few = ([row for row in found if (row["members"] == MANY) == wanted] for wanted in (True, False))
    cost = {
        "CPU seconds": sorted((row["tasks"], row["cpu"]) for row in many),
        "GiB": sorted((row["tasks"], row["gib"]) for row in many),
    }
    folder = ROOT / "docs" / "images"
    folder.mkdir(exist_ok=True)
    (folder / "large-growth.svg").write_text(log_chart(f"What a plan for {MANY:,} members costs", "tasks", cost))
    gap = {
        f"{MANY:,} members": sorted((row["per_member"], row["gap"]) for row in many if row["gap"]),
        "20 to 500 members": sorted((row["per_member"], row["gap"]) for row in few if row["gap"]),
    }
    (folder / "large-gap.svg").write_text(log_chart("Short of the bound, in %", "tasks for each member", gap))


if __name__ == "__main__":
    main()
