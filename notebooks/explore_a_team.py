# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="Explore a team")

with app.setup:
    from pathlib import Path

    import marimo as mo

    import solver
    from solver.report.figures import capability_heatmap

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[1] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # Explore a team

    **What does the backlog ask for that the team has too little of, and on whom does it rest?**

    Members are rows, capabilities are columns, and the demand of the backlog stands above them.
    """)
    return


@app.cell
def _():
    studio = solver.read_workspace(DATA / "studio")
    capability_heatmap(solver.coverage(studio.team, studio.backlog))
    return (studio,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Work that rests on one person

    For each open task, how many could take it: whoever passes the three gates.
    """)
    return


@app.cell
def _(studio):
    gates = solver.gate_matrix(studio.team, studio.backlog)
    able = (gates == "open").sum()
    able[able <= 1].rename("members who could take it").to_frame()
    return (gates,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Who is asked for most

    How many open tasks each member could take.
    """)
    return


@app.cell
def _(gates):
    (gates == "open").sum(axis=1).sort_values(ascending=False).rename("tasks they could take").to_frame()
    return


if __name__ == "__main__":
    app.run()
