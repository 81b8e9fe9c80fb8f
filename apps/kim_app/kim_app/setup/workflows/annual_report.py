"""The states of an annual report. What was handed in stays as it is; a correction is a new report."""

from kim_app.roles import COORDINATOR
from kim_app.setup.workflows.marks import _lt

DOCTYPE = "Annual Report"
ROLES = (COORDINATOR,)

STATES = {
    _lt("Draft"): "Warning",
    _lt("Handed In"): "Success",
    _lt("Withdrawn"): "Inverse",
}

ENDED = ("Handed In", "Withdrawn")
"""States in which the work is done."""

DOCSTATUS = {"Handed In": "1", "Withdrawn": "2"}

TRANSITIONS = (
    ("Draft", _lt("Hand In"), "Handed In"),
    ("Handed In", _lt("Take Back"), "Withdrawn"),
)
