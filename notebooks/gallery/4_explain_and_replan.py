# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="4 Explain and replan")

with app.setup:
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from solver import Study, read_workspace, replan, suggest, unassigned, why_not
    from solver.changes import Change, apply
    from solver.explanation import compare, diff_plans, order_of, quality_rows, runners_up
    from solver.report import diff_text, gain_text, plan_data, price_text, why_not_text
    from solver.report.figures import load_bars, task_order_picture

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 4 Explain and replan

    **Who else could take the payment provider, at what price, and what is the smallest change when somebody falls ill?**

    A price is never guessed from scores: the pair is held, everything else is planned anew, and the two plans are
    compared level by level.
    """)
    return


@app.cell
def _():
    studio = read_workspace(DATA / "studio")
    case = Study(studio.world)
    result = case.result
    return case, result, studio


@app.cell
def _(case, result):
    others = runners_up(case, "PAY-2")
    pd.DataFrame(
        [(result.plan.owner["PAY-2"], "has it in the plan")] + [(one.member, price_text(one.price)) for one in others],
        columns=["member", "what it would cost"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Why not this pair?

    Either a gate stops it, with the number that is missing, or there is a price, with what would move.
    """)
    return


@app.cell
def _(case, result):
    pairs = [("BK-7", "BACKEND_ENGINEER"), ("BK-7", "DESIGNER"), ("PAY-6", "SECURITY_ENGINEER")]
    mo.plain_text(
        "\n\n".join(
            f"{member} has {task} in this plan."
            if result.plan.owner.get(task) == member
            else why_not_text(why_not(case, task, member))
            for task, member in pairs
        )
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Where does the quality come from?

    Rows that add up to the value of the level, here summed by their names.
    """)
    return


@app.cell
def _(result, studio):
    terms = quality_rows(studio.team, studio.backlog, result.plan, studio.weights)
    assert sum(term.units for term in terms) == result.levels[-1].value
    hours = pd.DataFrame([(term.name, term.units / 1000) for term in terms], columns=["term", "hours"])
    hours.groupby("term", sort=False).sum().round(3)
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Who is full, and what stayed out?
    """)
    return


@app.cell
def _(result, studio):
    left = unassigned(studio.team, studio.backlog, result.plan)
    data = plan_data(studio.team, studio.backlog, result, left)
    load_bars(data)
    return (data,)


@app.cell
def _(data):
    gates = pd.DataFrame(data["unassigned"])
    gates.groupby("gate", sort=False).agg(
        tasks=("task", "count"), hours=("hours", "sum"), one_reason=("reason", "first")
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## What is one more hour worth?

    Four more hours for one member at a time; each row is a plan of the changed team.
    """)
    return


@app.cell
def _(case, result):
    prices = {
        member.id: compare(result, case.plan((Change("capacity", f"{member.id}=+4h"),)).result)
        for member in case.team.members
    }
    ranked = sorted(prices, key=lambda name: [-change for _, change in prices[name].changes])
    pd.DataFrame([(name, gain_text(prices[name])) for name in ranked[:5]], columns=["4 h more for", "brings"])
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## In which order does a member work?

    The plan says who and not when; dependencies say what must come first, also where somebody else does it.
    """)
    return


@app.cell
def _(result, studio):
    task_order_picture(order_of(studio.backlog, result.plan, "BACKEND_ENGINEER"), "BACKEND_ENGINEER")
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## One change: ARCHITECT falls ill

    The plan of the changed team keeps the priority classes first, and then moves as few tasks as can be proved. A plan
    from nothing would be as good, and would move more.
    """)
    return


@app.cell
def _(result, studio):
    world = apply(studio.world, (Change("remove", "ARCHITECT"),))
    ill = Study(world)
    calm, fresh = replan(ill, result.plan), ill.result
    pd.DataFrame(
        [(calm.result.status, calm.diff.moves), (fresh.status, diff_plans(result.plan, fresh.plan).moves)],
        index=["fewest moves", "from nothing"],
        columns=["status", "moves"],
    )
    return calm, ill


@app.cell
def _(calm):
    mo.plain_text("\n".join(diff_text(calm.diff)))
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Who suits this one task now?

    Nothing is solved: everything else stays as planned. A member who is full can make room by giving up tasks of its
        own, and the price says what that changes.
    """)
    return


@app.cell
def _(calm, ill):
    pd.DataFrame(
        [
            (
                one.member,
                round(one.fit, 2),
                one.free_hours,
                "; ".join(one.reasons) or ", ".join(held.task for held in one.gives_up),
                price_text(one.price) if one.price else one.gate,
            )
            for one in suggest(ill, calm.result.plan, "PAY-7")[:4]
        ],
        columns=["member", "fit", "free hours", "gives up, or what stops it", "price, or gate"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    Two could take it, and both would give up more than it brings. Notebook 5 asks what another team could do.
    """)
    return


if __name__ == "__main__":
    app.run()
