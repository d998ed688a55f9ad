# /// script
# [tool.marimo.display]
# theme = "system"
# ///

import marimo

__generated_with = "0.25.2"
app = marimo.App(
    width="full",
    app_title="What if?",
    css_file="page.css",
    html_head_file="head.html",
)

with app.setup:
    from pathlib import Path

    import marimo as mo

    from solver.changes.catalogue import apply
    from solver.changes.change import Scenario
    from solver.communication.picture import picture
    from solver.communication.report import communication_report
    from solver.errors import InputError
    from solver.explanation.case import Case
    from solver.explanation.why import explain
    from solver.explanation.why_not import why_not
    from solver.readers.workspace import read_workspace
    from solver.report.app import blocks
    from solver.report.app.controls import WEIGHTS, changes_of, hour_steps, weight_of, weight_steps, who_can
    from solver.report.app.saving import inside, save_scenario, scenario_text
    from solver.report.explanation import why_not_text
    from solver.report.figures import assignment_board, communication_network
    from solver.report.plan import plan_data
    from solver.whatif.compare import compare_scenarios


@app.cell
def _():
    folder = Path(mo.cli_args().get("workspace") or ".")
    time_limit = float(mo.cli_args().get("time-limit") or 60)
    try:
        found = read_workspace(folder)
    except InputError as error:
        mo.stop(True, mo.Html(blocks.faults(error)))
    world = found.world
    titles = {task.id: task.title for task in found.backlog.open_tasks}
    return folder, time_limit, titles, world


@app.cell
def _(world):
    present = mo.ui.dictionary(
        {one.id: mo.ui.switch(value=True, label=blocks.plain(one.id)) for one in world.team.members}
    )
    hours = mo.ui.dictionary(
        {
            one.id: mo.ui.slider(
                steps=hour_steps(one.load_limit_minutes / 60),
                value=one.load_limit_minutes / 60,
                label=f"hours of {blocks.plain(one.id)}",
                debounce=True,
                show_value=True,
                full_width=True,
            )
            for one in world.team.members
        }
    )
    weights = mo.ui.dictionary(
        {
            name: mo.ui.slider(
                steps=weight_steps(weight_of(world.weights, name)),
                value=float(weight_of(world.weights, name)),
                label=name,
                debounce=True,
                show_value=True,
                full_width=True,
            )
            for name in WEIGHTS
        }
    )
    return hours, present, weights


@app.cell
def _(titles):
    pinned = mo.ui.multiselect(
        blocks.options({task: f"{task}: {title}" for task, title in titles.items()}),
        label="tasks to pin to a member",
        full_width=True,
    )
    return (pinned,)


@app.cell
def _(pinned, world):
    able = who_can(world)
    pins = mo.ui.dictionary(
        {
            task: mo.ui.dropdown(
                blocks.options({name: name for name in able[task]}),
                label=f"who has {blocks.plain(task)}",
                full_width=True,
            )
            for task in pinned.value
        }
    )
    return (pins,)


@app.cell
def _(folder, hours, pinned, pins, present, weights):
    mo.sidebar(
        [
            mo.md(f"# What if?\n\nWorkspace {blocks.plain(folder.resolve().name)}"),
            mo.md("## Members"),
            *(mo.vstack([present[name], hours[name]], gap=0) for name in present.elements),
            mo.md("## Weights of the quality"),
            *weights.elements.values(),
            mo.md("## Pins"),
            pinned,
            *pins.elements.values(),
        ],
        width="22rem",
    )
    return


@app.cell
def _(hours, pins, present, time_limit, weights, world):
    changes = changes_of(world, present.value, hours.value, weights.value, pins.value)
    try:
        base, row = compare_scenarios(world, (Scenario("changed", changes),), time_limit=time_limit)
    except InputError as error:
        mo.stop(True, mo.Html(blocks.faults(error)))
    changed = apply(world, changes)
    case = Case(changed.team, changed.backlog, changed.weights, time_limit=time_limit)
    return base, case, changed, changes, row


@app.cell
def _(base, changes, row):
    mo.vstack(
        [
            mo.md("## What changes"),
            mo.Html(blocks.headline(base, row, changes)),
            mo.Html(blocks.comparison(base, row)),
            mo.Html(blocks.details(base, row)),
        ]
    )
    return


@app.cell
def _(case, changed, row):
    mo.stop(row.result.plan is None)
    board = assignment_board(plan_data(changed.team, changed.backlog, row.result, row.left))
    whys = explain(case, row.result.plan).assignments
    reasons = mo.Html(blocks.folded("as a table, with reasons", blocks.plan_table(changed.backlog, row, whys)))
    mo.vstack([mo.md("## The plan"), board, reasons])
    return


@app.cell
def _(changed, row):
    mo.stop(row.result.plan is None)
    mo.vstack([mo.md("## What stayed out, and why"), mo.Html(blocks.left_table(changed.backlog, row))])
    return


@app.cell
def _(changed, row):
    report = communication_report(changed.team, changed.backlog, row.result.plan)
    network = communication_network(picture(changed.team, report), report)
    mo.vstack([mo.md("## Lines of communication"), network])
    return


@app.cell
def _(changed, titles):
    asked_task = mo.ui.dropdown(
        blocks.options({task: f"{task}: {title}" for task, title in titles.items()}), label="why does", searchable=True
    )
    asked_member = mo.ui.dropdown(blocks.options({one.id: one.id for one in changed.team.members}), label="not go to")
    return asked_member, asked_task


@app.cell
def _(asked_member, asked_task, case, row):
    def answer():
        if not (asked_task.value and asked_member.value and row.result.plan):
            return "Choose a task and a member: the answer is the gate that stops the pair, or its exact price."
        if row.result.plan.owner.get(asked_task.value) == asked_member.value:
            return f"{asked_member.value} has {asked_task.value} in this plan."
        return why_not_text(why_not(case, row.result, asked_task.value, asked_member.value))

    mo.vstack(
        [
            mo.md("## Ask about a pair"),
            asked_task,
            asked_member,
            mo.Html(blocks.code(answer(), role="status", id="tw-answer")),
        ]
    )
    return


@app.cell
def _():
    name = mo.ui.text(value="changed", label="name of the scenario")
    file = mo.ui.text(value="what-if.yaml", label="file")
    add = mo.ui.checkbox(label="add to a file that is there")
    save = mo.ui.run_button(label="Save")
    return add, file, name, save


@app.cell
def _(add, changes, file, folder, name, save):
    def saved():
        if not save.value:
            return blocks.code(scenario_text(name.value or "changed", changes) if changes else "")
        try:
            save_scenario(inside(folder, file.value), name.value, changes, add=add.value)
        except (InputError, OSError) as error:
            return (
                blocks.faults(error)
                if isinstance(error, InputError)
                else blocks.bullets([error.strerror], role="alert")
            )
        return blocks.code(f"Saved as {name.value} in {file.value}.", role="status")

    mo.vstack(
        [
            mo.md("## Keep it as a scenario"),
            mo.hstack([name, file, add, save], justify="start", wrap=True),
            mo.Html(saved()),
        ]
    )
    return


if __name__ == "__main__":
    app.run()
