"""The states of a meeting."""

from kim_app.roles import CASE_MANAGER, COORDINATOR
from kim_app.setup.workflows.marks import _lt

DOCTYPE = "Meeting"
ROLES = (COORDINATOR, CASE_MANAGER)

STATES = {
    _lt("Planned"): "Warning",
    _lt("Invited"): "Primary",
    _lt("Held"): "Info",
    _lt("Minutes Approved"): "Success",
    _lt("Cancelled"): "Inverse",
}

ENDED = ("Minutes Approved", "Cancelled")
"""States in which the work is done."""

TRANSITIONS = (
    ("Planned", _lt("Invite"), "Invited"),
    ("Planned", _lt("Cancel Meeting"), "Cancelled"),
    ("Invited", _lt("Mark as Held"), "Held"),
    ("Invited", _lt("Cancel Meeting"), "Cancelled"),
    ("Held", _lt("Approve Minutes"), "Minutes Approved"),
    ("Minutes Approved", _lt("Revise Minutes"), "Held"),
    ("Cancelled", _lt("Plan Again"), "Planned"),
)
