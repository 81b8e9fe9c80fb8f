"""The workflows that a new site starts with. An administrator changes them in the Desk."""

from kim_app.roles import CASE_MANAGER


def _lt(text: str) -> str:
    """Mark a text for the translation catalogue, whose collector knows this name; shown texts are translated later."""
    return text


STATE_STYLES = {
    _lt("Enquiry"): "Warning",
    _lt("Intake"): "Warning",
    _lt("Assessment"): "Info",
    _lt("Planning"): "Info",
    _lt("Linking"): "Primary",
    _lt("Monitoring"): "Primary",
    _lt("Evaluation"): "Info",
    _lt("Closed"): "Success",
    _lt("Declined"): "Inverse",
}
"""The phases of a case in their order, each with the colour of its indicator."""

CASE_TRANSITIONS = (
    ("Enquiry", _lt("Begin Intake"), "Intake"),
    ("Enquiry", _lt("Decline"), "Declined"),
    ("Intake", _lt("Begin Assessment"), "Assessment"),
    ("Intake", _lt("Decline"), "Declined"),
    ("Assessment", _lt("Begin Planning"), "Planning"),
    ("Planning", _lt("Begin Linking"), "Linking"),
    ("Linking", _lt("Begin Monitoring"), "Monitoring"),
    ("Linking", _lt("Revise Plan"), "Planning"),
    ("Monitoring", _lt("Begin Evaluation"), "Evaluation"),
    ("Monitoring", _lt("Revise Plan"), "Planning"),
    ("Evaluation", _lt("Revise Plan"), "Planning"),
    ("Intake", _lt("Close Case"), "Closed"),
    ("Assessment", _lt("Close Case"), "Closed"),
    ("Planning", _lt("Close Case"), "Closed"),
    ("Linking", _lt("Close Case"), "Closed"),
    ("Monitoring", _lt("Close Case"), "Closed"),
    ("Evaluation", _lt("Close Case"), "Closed"),
    ("Closed", _lt("Reopen"), "Monitoring"),
    ("Declined", _lt("Reopen"), "Enquiry"),
)
"""From, action, to. People move away or break off at any time, so every phase after the enquiry can be closed."""

GATES = {"Closed": "doc.closing_reason"}
"""The condition for entering a state, evaluated by Frappe."""

STATES = [{"workflow_state_name": state, "style": style} for state, style in STATE_STYLES.items()]
ACTIONS = [{"workflow_action_name": action} for action in dict.fromkeys(action for _, action, _ in CASE_TRANSITIONS)]


def _transition(state: str, action: str, next_state: str) -> dict:
    return {
        "state": state,
        "action": action,
        "next_state": next_state,
        "allowed": CASE_MANAGER,
        # Case managers move their own cases; nobody else sees these.
        "allow_self_approval": 1,
        "condition": GATES.get(next_state),
    }


WORKFLOWS = [
    {
        "workflow_name": "KIM Case",
        "document_type": "Case",
        "workflow_state_field": "workflow_state",
        "is_active": 1,
        "send_email_alert": 0,
        "states": [{"state": state, "doc_status": "0", "allow_edit": CASE_MANAGER} for state in STATE_STYLES],
        "transitions": [_transition(*transition) for transition in CASE_TRANSITIONS],
    }
]
