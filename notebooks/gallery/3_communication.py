# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="3 Communication")

with app.setup:
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from solver import communication_report, picture, read_workspace, solve
    from solver.report.figures import communication_network

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 3 Communication

    **Who in the ferry team can reach somebody with the last word, on whom does the flow depend, and which lines would
    repair it at the least price?**

    Role cards carry lines such as `ESCALATES: Scope changes to DELIVERY_LEAD`. They are read into a graph with one
    layer for each kind of channel. Lines that name nobody are listed, never guessed.
    """)
    return


@app.cell
def _():
    studio = read_workspace(DATA / "studio")
    return (studio,)


@app.cell
def _(studio):
    audit = communication_report(studio.team, studio.backlog)
    communication_network(picture(studio.team, audit), audit)
    return (audit,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    Who has an exclamation mark cannot escalate; who is large stands between many others. Point at a member, or move to it
    with the Tab key, to see its neighbours.

    ## Who cannot escalate, and why?

    *covered*: some line leads to somebody with the last word. *missing*: none does. *leaves the known team*: the line
    names somebody whom the team does not know.
    """)
    return


@app.cell
def _(audit):
    pd.DataFrame(
        [(one.member, one.status, one.reason) for one in audit.escalation if one.status != "covered"],
        columns=["member", "escalation", "why"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What is wrong, worst first?
    """)
    return


@app.cell
def _(audit):
    pd.DataFrame(
        [(one.severity, one.code, one.text) for one in audit.findings[:9]],
        columns=["severity", "code", "what"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## On whom does the flow depend?

    `transit_lost` counts the ordered pairs of other members that lose each other without this one.
    """)
    return


@app.cell
def _(audit):
    pd.DataFrame([vars(one) for one in audit.bottlenecks]).set_index("member").head(6).round(3)
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Which lines would repair it?

    The cheapest set of new lines after which every member can escalate. `audit.robust_repairs` holds the set that survives
    the loss of any one member on the way.
    """)
    return


@app.cell
def _(audit):
    pd.DataFrame(
        [(one.src, one.text, float(one.price)) for one in audit.repairs], columns=["card", "line to add", "price"]
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What does the plan ask of the lines?

    One change: the best plan is looked at beside the graph. Each dependency between tasks of two members is a hand-off;
    it is broken where the two have no way to tell each other.
    """)
    return


@app.cell
def _(studio):
    plan = solve(studio.team, studio.backlog, studio.weights).plan
    asked = communication_report(studio.team, studio.backlog, plan).plan
    pd.DataFrame(
        [(one.before, one.giver, one.task, one.taker, one.distance) for one in asked.handoffs],
        columns=["task", "of", "is handed on to", "task of", "steps"],
    ).sort_values("steps", ascending=False, kind="stable").head(9)
    return


if __name__ == "__main__":
    app.run()
