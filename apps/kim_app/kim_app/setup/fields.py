"""Fields of KIM on the framework's own DocTypes: the rules that stand beside a workflow."""

from frappe.custom.doctype.custom_field.custom_field import create_custom_fields

from kim_app.setup.workflows.marks import _lt

FIELDS = {
    "Workflow": [
        {
            "fieldname": "kim_rules",
            "fieldtype": "Section Break",
            "label": _lt("Rules"),
            "insert_after": "transitions",
            "description": _lt("What a step demands in addition, and what follows when a state is entered."),
        },
        {
            "fieldname": "kim_step_rules",
            "fieldtype": "Table",
            "label": _lt("Steps: Who, and What Must Be There"),
            "options": "Workflow Step Rule",
            "insert_after": "kim_rules",
        },
        {
            "fieldname": "kim_state_rules",
            "fieldtype": "Table",
            "label": _lt("States: Who Is in Charge, and How Long"),
            "options": "Workflow State Rule",
            "insert_after": "kim_step_rules",
        },
        {
            "fieldname": "kim_state_tasks",
            "fieldtype": "Table",
            "label": _lt("States: Tasks"),
            "options": "Workflow State Task",
            "insert_after": "kim_state_rules",
        },
    ]
}


def give_fields() -> None:
    """Add the fields that are missing; those that are there stay as they are."""
    create_custom_fields(FIELDS, update=False)
