# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="1 A first plan")

with app.setup:
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from solver import build_problem, read_workspace, solve, unassigned
    from solver.report import plan_data
    from solver.report.figures import assignment_board

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 1 A first plan

    **Who does what in the corner shop this week, and how do we know that no other plan is better?**

    The shop has three members with a role card each, and six tasks. It is small enough to check everything by hand.
    """)
    return


@app.cell
def _():
    shop = read_workspace(DATA / "corner")
    shop
    return (shop,)


@app.cell
def _(shop):
    result = solve(shop.team, shop.backlog, shop.weights)
    left = unassigned(shop.team, shop.backlog, result.plan)
    assignment_board(plan_data(shop.team, shop.backlog, result, left))
    return left, result


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    That is the answer to the first half: four tasks are placed, each as wide as its hours, and the line is the limit.

    ## How do we know?

    The objective has strict levels. The solver maximises what is placed of the most urgent class, then the next one,
    and so on; among the plans that reach all of that it looks for the best quality. Each level comes with a bound that
    no plan can beat. Where the value equals the bound, the gap is 0 and the level is proved.
    """)
    return


@app.cell
def _(result):
    result
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    The quality is in thousandths of an hour: 106,600 are 106.6 hours. The README of the workspace computes the same by
    hand.

    ## Why did two tasks stay out?

    Each reason names a gate. *can*: nobody meets the minimum scores. *outbid*: everybody who could take it has too
    few hours left beside other work. *rule*: somebody has the hours, and a rule stops them.
    """)
    return


@app.cell
def _(left):
    pd.DataFrame([(one.task, one.gate, one.reason) for one in left], columns=["task", "gate", "reason"])
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Where does the quality come from?

    Every term has a name and a place. The rows add up to the value of the level, to the last thousandth.
    """)
    return


@app.cell
def _(result, shop):
    from solver.explanation import quality_rows

    rows = quality_rows(shop.team, shop.backlog, result.plan, shop.weights)
    assert sum(row.units for row in rows) == result.levels[-1].value
    pd.DataFrame(
        [(row.name, row.about, row.member, row.units / 1000) for row in rows],
        columns=["term", "about", "member", "hours"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What would a rule of thumb have done?

    Five greedy rules that teams use, on the same problem. Classes count value placed, quality is in hours.
    """)
    return


@app.cell
def _(result, shop):
    from solver.assignment import BASELINES, greedy_plan, level_values

    problem = build_problem(shop.team, shop.backlog, shop.weights)
    plans = {"proved plan": result.plan} | {name: greedy_plan(problem, rule) for name, rule in BASELINES.items()}
    comparison = pd.DataFrame(
        {name: level_values(shop.team, shop.backlog, plan, shop.weights) for name, plan in plans.items()}
    ).T.rename_axis("rule")
    comparison["quality"] /= 1000
    comparison
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## One change: ten more hours for BAKER

    Nothing above is altered. A what-if is a new team, a new plan, and the difference between the two plans.
    """)
    return


@app.cell
def _(result, shop):
    from dataclasses import replace

    from solver.explanation import diff_plans
    from solver.report import diff_text

    longer = replace(
        shop.team,
        members=tuple(
            replace(member, load_limit_minutes=50 * 60) if member.id == "BAKER" else member
            for member in shop.team.members
        ),
    )
    mo.plain_text("\n".join(diff_text(diff_plans(result.plan, solve(longer, shop.backlog, shop.weights).plan))))
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    The recipe comes in with BAKER, and nothing else moves. Next: explore a larger team in notebook 2.
    """)
    return


if __name__ == "__main__":
    app.run()
