"""What the framework's workflows cannot say, as rows beside the workflow that an administrator edits.

`Workflow Step Rule` says who may take a step and what it demands, `Workflow State Rule` who is put in charge when a
state is entered and how long it may take, `Workflow State Task` which tasks are given then. `reading` finds the rows,
`steps` holds or offers a step, `arriving` acts when a state is entered, `targets` reminds, `checking` refuses rows that
could not work when the workflow is saved. Gates (`kim_app.gates`) stay apart: they are law, and no row lifts them.
"""
