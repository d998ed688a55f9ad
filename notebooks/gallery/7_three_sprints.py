# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="7 Three sprints")

with app.setup:
    from datetime import date
    from pathlib import Path

    import marimo as mo

    import solver

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 7 Three sprints

    **What is done by the end of each of the next three sprints, in which order, and what happens to it when a date moves?**

    The studio again, with a calendar: leave, a holiday, two deadlines, a task in two pieces, one for two people, and a
    member who joins later. A plan over periods says who and when, and every order in it can be worked.
    """)
    return


@app.cell
def _():
    plan = solver.plan(DATA / "studio-sprints", time_limit=30)
    plan.board()
    return (plan,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## When is everything worked?

    The first sprint is a commitment, the later ones are a forecast. Arrows lead from a task to the one that waits for it.
    """)
    return


@app.cell
def _(plan):
    plan.gantt(today=date(2027, 1, 6))
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## How full is everybody, and what is done by when?
    """)
    return


@app.cell
def _(plan):
    plan.heat()
    return


@app.cell
def _(plan):
    plan.burn_up()
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## One change: a week of leave

    Nobody's hours are moved by hand. The same world with a week of leave is planned anew, and the two plans are compared.
    """)
    return


@app.cell
def _(plan):
    away = plan.whatif(leave="DATA_ENGINEER=2027-01-11..2027-01-15")
    mo.plain_text(repr(away).partition("\n\n")[0])
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    What moves is named first, then the plan. `teamwright replan --at DATE` does the same in the middle of a sprint, with as
    few moves as can be.
    """)
    return


if __name__ == "__main__":
    app.run()
