"""The states of a referral."""

from kim_app.roles import CASE_MANAGER
from kim_app.setup.workflows.marks import _lt

DOCTYPE = "Referral"
ROLES = (CASE_MANAGER,)

STATES = {
    _lt("Draft"): "Warning",
    _lt("Sent"): "Primary",
    _lt("Accepted"): "Info",
    _lt("In Progress"): "Info",
    _lt("Completed"): "Success",
    _lt("Declined"): "Danger",
    _lt("Not Attended"): "Danger",
    _lt("Cancelled"): "Inverse",
}

ENDED = ("Completed", "Declined", "Not Attended", "Cancelled")
"""States in which the work is done."""

TRANSITIONS = (
    ("Draft", _lt("Send"), "Sent"),
    ("Sent", _lt("Accept"), "Accepted"),
    ("Sent", _lt("Decline"), "Declined"),
    ("Sent", _lt("Mark as Not Attended"), "Not Attended"),
    ("Accepted", _lt("Begin"), "In Progress"),
    ("Accepted", _lt("Mark as Not Attended"), "Not Attended"),
    ("In Progress", _lt("Complete"), "Completed"),
    ("In Progress", _lt("Mark as Not Attended"), "Not Attended"),
    *((state, _lt("Cancel Referral"), "Cancelled") for state in ("Draft", "Sent", "Accepted", "In Progress")),
    # An answer that was noted by mistake is taken back, with the consent checked anew.
    *((state, _lt("Take Back"), "Sent") for state in ("Declined", "Not Attended")),
)
