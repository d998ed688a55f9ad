# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(app_title="6 Inside the solver")

with app.setup:
    from itertools import product
    from pathlib import Path

    import marimo as mo
    import pandas as pd

    from solver import Plan, build_problem, fit, read_workspace, solve
    from solver.assignment import Level, level_values, objections, solve_exact
    from solver.domain import PRIORITIES, Assignment
    from solver.matching import effective_scores, shortfalls
    from solver.rules import RULES

    # Jupyter knows no __file__; it starts in the folder of the notebook.
    DATA = Path(globals().get("__file__", "here")).resolve().parents[2] / "data"


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    # 6 Inside the solver

    **What happens between the role cards and a proved plan?**

    `teamwright plan` is a short pipe: nouns, arrays, search, check. Here it is rebuilt from its parts, and the parts are
    opened one after the other.
    """)
    return


@app.cell
def _():
    shop = read_workspace(DATA / "corner")
    problem = build_problem(shop.team, shop.backlog, shop.weights)
    problem
    return problem, shop


@app.cell
def _(problem, shop):
    found = solve_exact(problem)
    assert objections(shop.team, shop.backlog, found.plan) == ()
    checked = level_values(shop.team, shop.backlog, found.plan, shop.weights)

    assert found.plan == solve(shop.team, shop.backlog, shop.weights).plan
    pd.DataFrame(
        [(level.name, level.value, level.bound, checked[level.name]) for level in found.levels],
        columns=["level", "the search says", "no plan beats", "the checker says"],
    )
    return (found,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    Three calls are the whole of it: `build_problem`, `solve_exact`, and the checker, which shares no code with the
    search. The assertion in the cell holds them to what `solve` returns.

    ## Effective scores

    A member's own score, or that of a related capability times the factor of the relation, whichever is larger. The
    shop has no relations, so the effective scores are the cards' own.
    """)
    return


@app.cell
def _(shop):
    scores = {member.id: effective_scores(member.card, shop.team.vocabulary) for member in shop.team.members}
    pd.DataFrame(scores).T.astype(float).fillna(0)
    return (scores,)


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## Fit, and the gate *can*

    The fit is the weighted mean of effective scores over what a task requires; a score below a minimum shuts the gate.
    Both are computed in exact fractions from the decimals in the files, and only then become numbers of 32 bits.
    """)
    return


@app.cell
def _(problem, scores, shop):
    words = shop.team.vocabulary
    by_hand = pd.DataFrame(
        {
            task.id: {
                member: "shut" if shortfalls(own, task, words) else f"{float(fit(own, task, words)):.2f}"
                for member, own in scores.items()
            }
            for task in shop.backlog.open_tasks
        }
    )
    assert (by_hand.to_numpy() == "shut").tolist() == (~problem.can).tolist()
    by_hand
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## The arrays

    Everything that the search needs is in one frozen `Problem`: members are rows, open tasks are columns. `gain` is what
    a pair adds to the quality, in thousandths of an hour; scores become whole numbers here and nowhere else.
    """)
    return


@app.cell
def _(problem):
    pd.DataFrame(problem.gain, index=problem.members, columns=problem.tasks).where(problem.eligible, "")
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## The rules

    Each rule is one file with two halves: `post` tells the model, `matches` says in plain Python what breaks it. Neither
    calls the other, so they check each other. Here `matches` is asked about a plan that gives BAKER everything.
    """)
    return


@app.cell
def _(problem):
    everything = {t: 0 for t in range(len(problem.tasks))}
    pd.DataFrame(
        [(name, text) for name, rule in RULES.items() for text in rule.matches(problem, everything)],
        columns=["rule", "what breaks it"],
    )
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    ## The levels

    The search solves one level after the other and holds each proved value by equality before it goes on. Never one sum
    with large weights: so an urgent task is never traded for comfort.

    ## The proof, without the solver

    Four choices for each of six tasks are 4,096 plans. Try them all, let the checker throw out what breaks a gate or a
    rule, and compare level by level: the best of them is the plan above.
    """)
    return


@app.cell
def _(found, problem, shop):
    def plans():
        for owners in product(["", *problem.members], repeat=len(problem.tasks)):
            pairs = zip(problem.tasks, owners, strict=True)
            yield Plan(tuple(Assignment(task, member) for task, member in pairs if member))

    def standing(plan):
        values = level_values(shop.team, shop.backlog, plan, shop.weights)
        return [values[name] for name in (*PRIORITIES, "quality")]

    allowed = [plan for plan in plans() if not objections(shop.team, shop.backlog, plan)]
    best = max(allowed, key=standing)
    assert best == found.plan
    assert all(Level(one.name, one.value, one.bound).gap == 0 for one in found.levels)

    pd.DataFrame(
        [
            ("plans in all", 4 ** len(problem.tasks)),
            ("break no gate and no rule", len(allowed)),
            ("as good as the best", sum(standing(plan) == standing(best) for plan in allowed)),
        ],
        columns=["", "plans"],
    ).set_index("")
    return


@app.cell(hide_code=True)
def _():
    mo.md(r"""
    One plan of 4,096 is best, and it is the one that the solver returned with its proof.
    """)
    return


if __name__ == "__main__":
    app.run()
