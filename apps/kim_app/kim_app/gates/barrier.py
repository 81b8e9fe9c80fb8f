"""The gates of a barrier: it is resolved when somebody looked whether the measure helped."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.gates import Gate, into


def checked_measure(doc: Document) -> str | None:
    """A measure counts by its effect, not by having been carried out."""
    if frappe.db.exists("Measure", {"barrier": doc.name, "checked_on": ("is", "set"), "effect": ("is", "set")}):
        return None
    return _(
        "There is no measure whose effect was checked. Please enter “Checked On” and “Effect” in a measure "
        "against this barrier; a new one is made under “Connections”."
    )


GATES = (Gate(into("Resolved"), checked_measure),)
