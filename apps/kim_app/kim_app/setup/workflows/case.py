"""The phases of a case."""

from kim_app.roles import CASE_MANAGER, REOPENING
from kim_app.setup.workflows.marks import _lt

DOCTYPE = "Case"
ROLES = (CASE_MANAGER,)

STATES = {
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

ENDED = ("Closed", "Declined")
"""States in which the work is done."""

# Reopening is a right of its own: a role that is given in addition.
MAY_REOPEN = f'frappe.db.get_value("Has Role", {{"parent": frappe.session.user, "role": "{REOPENING}"}}, "name")'

TRANSITIONS = (
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
    # People move away or break off at any time, so every phase after the enquiry can be closed.
    *((phase, _lt("Close Case"), "Closed") for phase in tuple(STATES)[1:-2]),
    ("Closed", _lt("Reopen"), "Monitoring", MAY_REOPEN),
    ("Declined", _lt("Reopen"), "Enquiry", MAY_REOPEN),
)
