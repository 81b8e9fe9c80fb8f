"""The states of an application, by what they mean for clock, queue and figures."""

from typing import Any

RECEIVED = "Received"
FORMAL_CHECK = "Formal Check"
DOCUMENTS_REQUESTED = "Documents Requested"
UNDER_REVIEW = "Under Review"
AUTHORITIES_CONSULTED = "Authorities Consulted"
DECISION = "Decision"
GRANTED = "Granted"
REFUSED = "Refused"
SUSPENDED = "Suspended"
WITHDRAWN = "Withdrawn"
DISCONTINUED = "Discontinued"
HANDED_OVER = "Certificate Handed Over"

FINAL = (GRANTED, REFUSED, WITHDRAWN, DISCONTINUED, HANDED_OVER)
"""States in which nothing is decided any more. A state that an administrator adds counts as undecided."""


def is_undecided(doc: Any) -> bool:
    """Say whether an application still waits for its decision."""
    return doc.workflow_state not in FINAL


def moved_into(doc: Any, *states: str) -> bool:
    """Say whether this change brings the application into one of the states."""
    before = doc.get_doc_before_save()
    return doc.workflow_state in states and (not before or before.workflow_state != doc.workflow_state)
