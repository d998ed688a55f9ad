# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="5 What if, and advice")

with app.setup:
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from solver import read_workspace
    from solver.changes import Change, Scenario, scenarios_of
    from solver.domain import World
    from solver.readers import read_scenarios
    from solver.report import scenario_frame
    from solver.report.figures import Point, resilience_bars, tradeoff_curve, whatif_bars
    from solver.study import solved
    from solver.whatif import Prices, advise, clone_lines, compare_scenarios, each_away, load_lines, worst_first

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 5 What if, and advice

    **If the ferry team could have one more member, who should that be, and whom can it least do without?**

    Every row below is a plan of a changed team, proved like the first one. Nothing is estimated from the old plan.
    """)
    return


@app.cell
def _():
    studio = read_workspace(DATA / "studio")
    world = World(studio.team, studio.backlog, studio.weights)
    base = solved(world)
    return base, world


@app.cell
def _(base, world):
    def table(found):
        return pd.DataFrame(
            [(row.member, row.words, float(row.cost), *row.gain[:4], row.gain[4] / 1000) for row in found.rows],
            columns=["member", "change", "cost, hours", "CRITICAL", "HIGH", "MEDIUM", "LOW", "quality, hours"],
        )

    table(advise(base, clone_lines(world, Prices()), most=5))
    return (table,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    The best row stands on top: most gain for what it costs, the most urgent class first. A class may lose where a more
    urgent one gains: that is what strict levels mean.

    ## Would a few more hours do?

    One change: instead of one more member, up to two hours more for somebody who is there.
    """)
    return


@app.cell
def _(base, table, world):
    table(advise(base, load_lines(world, Prices(), most=2), most=5))
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Whom can the team least do without?

    Each member is away in turn, the worst on top.
    """)
    return


@app.cell
def _(world):
    away = worst_first(compare_scenarios(world, each_away(world)))
    resilience_bars(away)
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Scenarios with names

    `scenarios.yaml` of the workspace holds lists of changes; the base stands beside each of them.
    """)
    return


@app.cell
def _(world):
    file = DATA / "studio" / "scenarios.yaml"
    rows = compare_scenarios(world, scenarios_of(read_scenarios(file), file))
    whatif_bars(rows)
    return (rows,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## The same as a data frame

    Scenario minus base, in tasks and hours.
    """)
    return


@app.cell
def _(rows):
    frame = scenario_frame(rows, minus_base=True)
    frame.loc[:, ~frame.columns.str.startswith(("load_", "term_"))].round(2).T.rename_axis("what")
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What does one thing cost of the other?

    One change: the weight of hand-offs. The dearer a step between giver and taker, the nearer to each other the plan puts
        them, and the less fit it has; each point is a proved plan.
    """)
    return


@app.cell
def _(world):
    weights = ["0.5", "2", "4", "8", "16"]
    _, *curve = compare_scenarios(
        world, tuple(Scenario(weight, (Change("weight", f"handoff={weight}"),)) for weight in weights)
    )
    points = [
        Point(f"weight {row.name}", -dict(row.terms)["handoff"] / 1000 / float(row.name), row.fit_units / 1000)
        for row in curve
    ]
    tradeoff_curve(points, "steps between giver and taker", "fit, hours", "What short hand-offs cost in fit")
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    `teamwright app data/studio` opens the same as a page, with switches and sliders. Notebook 6 looks inside the solver.
    """)
    return


if __name__ == "__main__":
    app.run()
