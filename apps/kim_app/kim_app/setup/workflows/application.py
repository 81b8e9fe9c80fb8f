"""The states of an application, for both offices."""

from kim_app.roles import FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK
from kim_app.setup.workflows.marks import _lt

DOCTYPE = "Application"
ROLES = (FOREIGNERS_OFFICE_CLERK, NATURALISATION_CLERK)

STATES = {
    _lt("Received"): "Warning",
    _lt("Formal Check"): "Warning",
    _lt("Documents Requested"): "Primary",
    _lt("Under Review"): "Info",
    _lt("Authorities Consulted"): "Primary",
    _lt("Decision"): "Info",
    _lt("Granted"): "Success",
    _lt("Refused"): "Danger",
    _lt("Suspended"): "Inverse",
    _lt("Withdrawn"): "Inverse",
    _lt("Discontinued"): "Inverse",
    _lt("Certificate Handed Over"): "Success",
}

ENDED = ("Granted", "Refused", "Withdrawn", "Discontinued", "Certificate Handed Over")
"""States in which the work is done."""

OPEN_STATES = tuple(STATES)[:6]
"""States in which the clock runs."""

TRANSITIONS = (
    ("Received", _lt("Check Formally"), "Formal Check"),
    ("Formal Check", _lt("Request Documents"), "Documents Requested"),
    ("Formal Check", _lt("Begin Review"), "Under Review"),
    ("Documents Requested", _lt("Begin Review"), "Under Review"),
    ("Under Review", _lt("Request Documents"), "Documents Requested"),
    ("Under Review", _lt("Consult Authorities"), "Authorities Consulted"),
    ("Under Review", _lt("Prepare Decision"), "Decision"),
    ("Authorities Consulted", _lt("Begin Review"), "Under Review"),
    ("Authorities Consulted", _lt("Prepare Decision"), "Decision"),
    ("Decision", _lt("Grant"), "Granted"),
    ("Decision", _lt("Refuse"), "Refused"),
    ("Decision", _lt("Begin Review"), "Under Review"),
    ("Granted", _lt("Hand Over Certificate"), "Certificate Handed Over", 'doc.office == "Naturalisation Office"'),
    *((state, _lt("Suspend"), "Suspended") for state in OPEN_STATES),
    # Back to the state in which the application was suspended.
    *(("Suspended", _lt("Resume"), state, f'doc.suspended_from == "{state}"') for state in OPEN_STATES),
    *((state, _lt("Withdraw"), "Withdrawn") for state in (*OPEN_STATES, "Suspended")),
    *((state, _lt("Discontinue"), "Discontinued") for state in (*OPEN_STATES, "Suspended")),
    # After an objection or a judgement.
    *((state, _lt("Resume Proceedings"), "Under Review") for state in ("Refused", "Withdrawn", "Discontinued")),
)
