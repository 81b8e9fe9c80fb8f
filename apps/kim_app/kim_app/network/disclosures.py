"""What was passed on to an authority: recorded with recipient, content and legal basis, and never changed.

Whoever is asked what became of a person's data must be able to say it (Art. 15 (1) c, Art. 5 (2) GDPR).
"""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.network.texts import label_of, site_language

COUNSELLING = "Counselling"


def record_referral(doc: Document) -> str | None:
    """Record that `doc` (Referral) was sent to an authority or without consent; once. Return the record's name."""
    if not (doc.overridden_by or is_authority(doc.actor)):
        return None
    if frappe.db.exists("Disclosure", {"referral": doc.name, "automatic": 1}):
        return None
    record = frappe.get_doc({"doctype": "Disclosure", **_content(doc)})
    record.flags.automatic = True
    # The record is made whoever sends; it is the proof of it.
    return record.insert(ignore_permissions=True).name


def is_authority(actor: str) -> bool:
    """Say whether an actor is a public authority by its type."""
    kind = frappe.db.get_value("Actor", actor, "actor_type")
    return bool(kind and frappe.db.get_value("Actor Type", kind, "public_authority"))


def foreigners_offices() -> list[str]:
    """Return the actors that are a foreigners' office by their type."""
    kinds = frappe.get_all("Actor Type", filters={"foreigners_office": 1}, pluck="name")
    return frappe.get_all("Actor", filters={"actor_type": ("in", kinds or [""])}, pluck="name")


def note_author(doc: Document) -> None:
    """Note who entered a Disclosure, and whether KIM did by itself."""
    doc.disclosed_by = frappe.session.user
    doc.automatic = 1 if doc.flags.automatic else 0


def require_one_person(doc: Document) -> None:
    """Refuse a referral, application or consent of somebody else. Raises `frappe.ValidationError`."""
    for fieldname in ("referral", "application", "consent"):
        name = doc.get(fieldname)
        linked = doc.meta.get_field(fieldname).options
        if name and frappe.db.get_value(linked, name, "person") != doc.person:
            frappe.throw(
                _("“{0}” belongs to another person. Please choose one of this person.").format(
                    _(doc.meta.get_label(fieldname))
                ),
                title=_("Another Person"),
            )


def _content(doc: Document) -> dict:
    """Say what was passed on without telling why somebody is counselled: the register is read by others."""
    lang = site_language()
    return {
        "person": doc.person,
        "office": COUNSELLING,
        "recipient": doc.actor,
        "disclosed_on": doc.sent_on,
        "purpose": _("Referral: {0}", lang).format(label_of("Referral Reason", doc.reason)),
        "what": _("Name and request of the referral, life area {0}", lang).format(label_of("Life Area", doc.life_area)),
        "legal_basis": _legal_basis(doc, lang),
        "consent": doc.consent,
        "referral": doc.name,
    }


def _legal_basis(doc: Document, lang: str) -> str:
    if doc.consent:
        return _("Art. 6 (1) a GDPR, consent {0}", lang).format(doc.consent)
    return _("Without consent: {0}", lang).format(doc.override_legal_basis)
