# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="What if")

with app.setup:
    from pathlib import Path

    import marimo as mo

    import solver

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[1] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # What if

    **What becomes of the plan if somebody leaves, somebody has more hours, or a task gets easier?**

    Each what-if is a plan of its own, proved like the first one; nothing of the base is altered.
    """)
    return


@app.cell
def _():
    base = solver.plan(DATA / "corner")
    base.whatif(remove="CLERK")
    return (base,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Two compositions side by side

    Changes are the keywords of `teamwright whatif`: a text, a list, or a mapping where a kind has a value.
    """)
    return


@app.cell
def _(base):
    table = base.compare(
        {
            "without the clerk": {"remove": "CLERK"},
            "a longer week": {"capacity": {"BAKER": 50}},
            "both": {"remove": "CLERK", "capacity": {"BAKER": 50}},
        }
    )
    table.filter(regex="^(status|placed_|left_out|fit_hours|quality|moves)").T
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## How many hours are worth having?

    A range in a change makes a sweep: one proved plan for each setting.
    """)
    return


@app.cell
def _(base):
    swept = base.sweep(capacity="BAKER=20..60:10")
    swept.filter(regex="^(capacity|placed_|left_out$|quality)")
    return


if __name__ == "__main__":
    app.run()
