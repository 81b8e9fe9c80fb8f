"""The workflows that a new site starts with. An administrator changes them in the Desk.

Each module holds one workflow: `STATES` in their order with the colour of the indicator, those of them that are
`ENDED`, `TRANSITIONS` as (from, action, to) with an optional condition, and the roles that take them. `DOCSTATUS` names
the states in which a document is submitted ("1") or cancelled ("2"), if there are any.
"""

from types import ModuleType

from kim_app.setup.workflows import annual_report, application, barrier, case, meeting, referral

MODULES = (case, referral, application, meeting, barrier, annual_report)


def states() -> list[dict]:
    """Return all Workflow States, each once."""
    styles = {state: style for module in MODULES for state, style in module.STATES.items()}
    return [{"workflow_state_name": state, "style": style} for state, style in styles.items()]


def actions() -> list[dict]:
    """Return all Workflow Action Masters, each once."""
    names = dict.fromkeys(action for module in MODULES for _from, action, *_to in module.TRANSITIONS)
    return [{"workflow_action_name": action} for action in names]


def workflows() -> list[dict]:
    """Return the Workflow records."""
    return [_workflow(module) for module in MODULES]


def _workflow(module: ModuleType) -> dict:
    submitted = getattr(module, "DOCSTATUS", {})
    rows = [
        {"state": state, "doc_status": submitted.get(state, "0"), "allow_edit": role}
        for state in module.STATES
        for role in module.ROLES
    ]
    return {
        "workflow_name": f"KIM {module.DOCTYPE}",
        "document_type": module.DOCTYPE,
        "workflow_state_field": "workflow_state",
        "is_active": 1,
        "send_email_alert": 0,
        "states": rows,
        "transitions": [_transition(role, *row) for row in module.TRANSITIONS for role in module.ROLES],
        "kim_state_rules": ends(module),
    }


def ends(module: ModuleType) -> list[dict]:
    """Return the rules that say in which states the work is done."""
    return [{"state": state, "ends_work": 1} for state in module.ENDED]


def _transition(role: str, state: str, action: str, next_state: str, condition: str | None = None) -> dict:
    return {
        "state": state,
        "action": action,
        "next_state": next_state,
        "allowed": role,
        # Whoever sees the document works on it; who else must agree is for the municipality to decide.
        "allow_self_approval": 1,
        "condition": condition,
    }
