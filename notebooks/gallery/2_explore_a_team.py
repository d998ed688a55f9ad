# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="2 Explore a team")

with app.setup:
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from solver import build_problem, coverage, gate_matrix, lint, preference_matrix, read_workspace
    from solver.domain import PRIORITIES
    from solver.report.figures import capability_heatmap, fit_heatmap

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 2 Explore a team

    **What does the ferry team's backlog ask for that the team has too little of?**

    Nothing is solved here. Role cards, roster and backlog are read, and put side by side.
    """)
    return


@app.cell
def _():
    studio = read_workspace(DATA / "studio")
    studio
    return (studio,)


@app.cell
def _(studio):
    capability_heatmap(coverage(studio.team, studio.backlog))
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    The gaps come first: work that nobody, or only one member, can take.

    ## What would a careful reader ask about?

    `teamwright check` prints the same findings, each with its file and line.
    """)
    return


@app.cell
def _(studio):
    findings = lint(studio.team, studio.backlog)
    pd.DataFrame(
        [(one.severity, one.code, one.text) for one in findings if one.severity != "info"],
        columns=["severity", "code", "what"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## On how many shoulders does each task rest?

    A pair passes three gates or none counts: *can* (minimum scores), *allowed* (permissions, separation of duties) and
    *available* (hours). They are never folded into one score.
    """)
    return


@app.cell
def _(studio):
    gates = gate_matrix(studio.team, studio.backlog)
    (gates == "open").sum().value_counts().sort_index().rename_axis("members who could take it").rename(
        "tasks"
    ).to_frame()
    return (gates,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Who suits what?

    Fit of every open task with every member; a pair that does not pass the gates has no number.
    """)
    return


@app.cell
def _(studio):
    problem = build_problem(studio.team, studio.backlog, studio.weights)
    fit_heatmap(problem, {})
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What do they like?

    The tasks of one batch by preference, where the gates are open. A kind of task that a card does not name is neutral, 0.5.
    """)
    return


@app.cell
def _(gates, studio):
    payments = [task.id for task in studio.backlog.open_tasks if task.batch == "payments"]
    likes = preference_matrix(studio.team, studio.backlog)[payments].where(gates[payments] == "open")
    likes.dropna(how="all").map(lambda value: "" if pd.isna(value) else f"{value:.2f}")
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## How many hours are there, and how many are asked for?
    """)
    return


@app.cell
def _(studio):
    given = sum(member.load_limit_minutes for member in studio.team.members) / 60
    asked = pd.DataFrame(
        [(task.priority, task.estimate_minutes / 60) for task in studio.backlog.open_tasks], columns=["class", "hours"]
    )
    table = asked.groupby("class")["hours"].sum().loc[list(PRIORITIES)].to_frame()
    table["together"] = table["hours"].cumsum()
    table["of the team's hours"] = (table["together"] / given).map("{:.0%}".format)
    table
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    More work than fits: something will stay out, and notebook 4 says what and why.
    """)
    return


if __name__ == "__main__":
    app.run()
