"""The way of a barrier from the report to its end."""

from kim_app.roles import COORDINATOR
from kim_app.setup.workflows.marks import _lt

DOCTYPE = "Barrier"
ROLES = (COORDINATOR,)

STATES = {
    _lt("Reported"): "Warning",
    _lt("Verified"): "Info",
    _lt("In Working Group"): "Primary",
    _lt("Before Steering Group"): "Primary",
    _lt("Measure Agreed"): "Info",
    _lt("Resolved"): "Success",
    _lt("Rejected"): "Inverse",
}

ENDED = ("Resolved", "Rejected")
"""States in which the work is done."""

TRANSITIONS = (
    ("Reported", _lt("Verify"), "Verified"),
    ("Verified", _lt("Give to Working Group"), "In Working Group"),
    ("Verified", _lt("Bring before Steering Group"), "Before Steering Group"),
    ("In Working Group", _lt("Bring before Steering Group"), "Before Steering Group"),
    ("Before Steering Group", _lt("Agree on Measure"), "Measure Agreed"),
    ("Before Steering Group", _lt("Give to Working Group"), "In Working Group"),
    ("Measure Agreed", _lt("Mark as Resolved"), "Resolved"),
    ("Measure Agreed", _lt("Give to Working Group"), "In Working Group"),
    *((state, _lt("Reject"), "Rejected") for state in ("Reported", "Verified", "In Working Group")),
    ("Rejected", _lt("Take Up Again"), "Reported"),
    ("Resolved", _lt("Take Up Again"), "In Working Group"),
)
