# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="Plan a sprint")

with app.setup:
    from pathlib import Path

    import marimo as mo

    import solver

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[1] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # Plan a sprint

    **Which urgent work is not going to happen this sprint, why, and what can be done about it?**

    `solver.plan` takes a workspace, or two tables of people and tasks (`solver.plan(people, tasks)`), and answers.
    """)
    return


@app.cell
def _():
    plan = solver.plan(DATA / "studio")
    plan
    return (plan,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What stays out, and why

    Each reason names what stops the task: nobody *can* or *may*, too few hours, or a rule.
    """)
    return


@app.cell
def _(plan):
    plan.left_out
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Ask about one task

    `why`, `why_not` and `suggest` answer in words; `.frame` has the same as rows.
    """)
    return


@app.cell
def _(plan):
    task = plan.left_out["task"].iloc[0]
    plan.suggest(task).frame.head()
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Take it home

    The columns are those of `teamwright plan --format csv`.
    """)
    return


@app.cell
def _(plan):
    plan.assignments.head()
    return


if __name__ == "__main__":
    app.run()
