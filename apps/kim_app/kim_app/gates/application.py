"""The gates of an application: what is decided has been looked at, and who waits is known."""

from frappe import _
from frappe.model.document import Document

from kim_app.applications import states
from kim_app.applications.checklist import NOT_FULFILLED, unanswered
from kim_app.applications.clock import running
from kim_app.applications.consultations import open_consultations
from kim_app.applications.decision import NATURALISATION_OFFICE
from kim_app.applications.facts import office_of
from kim_app.applications.papers import open_requests
from kim_app.applications.queue import BEHIND, out_of_turn
from kim_app.gates import Gate, into, listed


def answered(doc: Document) -> str | None:
    """Each mandatory requirement is fulfilled, or it is said that it is not, or not needed."""
    return listed(
        (row.requirement for row in unanswered(doc)),
        _(
            "Mandatory requirements without an answer: {0}. Please tick “Fulfilled”, or choose “If Not”, in the tab "
            "“Requirements”."
        ),
    )


def exceptions_explained(doc: Document) -> str | None:
    """Who grants although something is missing says why."""
    if (doc.decision_note or "").strip():
        return None
    return listed(
        (row.requirement for row in doc.requirements if row.mandatory and row.shortfall == NOT_FULFILLED),
        _(
            "Not fulfilled: {0}. Please give the reason for granting nevertheless under “Note on the Decision” in the "
            "tab “Decision”."
        ),
    )


def refusal_explained(doc: Document) -> str | None:
    """A refusal names its legal basis or its reasons (§ 39 VwVfG)."""
    if (doc.legal_basis or "").strip() or (doc.decision_note or "").strip():
        return None
    return _(
        "A refusal needs its legal basis or its reasons. Please fill in “Legal Basis of the Decision” or “Note on the "
        "Decision” in the tab “Decision”."
    )


def certificate(doc: Document) -> str | None:
    """Only a naturalisation ends with a certificate; it takes effect on that day (§ 16 StAG)."""
    if office_of(doc) != NATURALISATION_OFFICE:
        return _("Only a naturalisation ends with a certificate. A residence title is complete with “Granted”.")
    if doc.certificate_on:
        return None
    return _(
        "The day of the certificate is missing. Please fill in “Certificate Handed Over On” in the tab “Decision”."
    )


def request(doc: Document) -> str | None:
    """Who waits for papers has asked for them."""
    if open_requests(doc):
        return None
    return _("No request for papers is open. Please choose “Request Papers”, or add a row in the tab “Requirements”.")


def consultation(doc: Document) -> str | None:
    """Who waits for an authority has asked it."""
    if open_consultations(doc):
        return None
    return _(
        "No question to an authority is open. Please choose “Consult Authority”, or add a row in the tab “Authorities”."
    )


def suspension(doc: Document) -> str | None:
    """The clock stands still for a reason."""
    if running(doc):
        return None
    return _(
        "There is no open suspension. Please add a row with its reason under “Suspensions” in the tab “Authorities”."
    )


GATES: tuple[Gate, ...] = (
    Gate(into(*BEHIND), out_of_turn),
    Gate(into(states.DECISION, states.GRANTED), answered),
    Gate(into(states.GRANTED), exceptions_explained),
    Gate(into(states.REFUSED), refusal_explained),
    Gate(into(states.HANDED_OVER), certificate),
    Gate(into(states.DOCUMENTS_REQUESTED), request),
    Gate(into(states.AUTHORITIES_CONSULTED), consultation),
    Gate(into(states.SUSPENDED), suspension),
)
