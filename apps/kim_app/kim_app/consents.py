"""Which consents of a person count: the one place that says so.

Consent is given for one purpose, can be limited in time and to named actors, and can be withdrawn at any time
(Art. 7 (3) GDPR, § 67b (2) SGB X).
"""

from typing import Any

import frappe
from frappe.utils import getdate, nowdate

COUNSELLING = "Counselling"
RELEASE = "Release from Secrecy"
REFERRAL = "Referral"
CASE_CONFERENCE = "Case Conference"
EXCHANGE = "Exchange with Foreigners Office"
LAND_DATABASE = "Land Database"


def in_force(table: Any, on: Any = None) -> Any:
    """Return the criterion that a row of `table` (Consent) counts on the day `on`, today if not given."""
    day = getdate(on or nowdate())
    withdrawn_later = table.withdrawn_on.isnull() | (table.withdrawn_on > day)
    ends_later = table.valid_until.isnull() | (table.valid_until >= day)
    return (table.awaiting_signature == 0) & (table.given_on <= day) & withdrawn_later & ends_later


def persons_with(purpose: str) -> Any:
    """Query the persons who have a consent in force today for `purpose`."""
    consent = frappe.qb.DocType("Consent")
    return frappe.qb.from_(consent).select(consent.person).where((consent.purpose == purpose) & in_force(consent))


def valid_consent(person: str, purpose: str, actor: str | None = None, on: Any = None) -> str | None:
    """Return the name of a consent of `person` for `purpose` that is in force on the day `on` (today), or None.

    With `actor`, the consent must name that actor: nobody is covered by silence.
    """
    consent = frappe.qb.DocType("Consent")
    query = frappe.qb.from_(consent).select(consent.name).orderby(consent.given_on).limit(1)
    query = query.where((consent.person == person) & (consent.purpose == purpose) & in_force(consent, on))
    if actor:
        choice = frappe.qb.DocType("Actor Choice")
        named = frappe.qb.from_(choice).select(choice.parent)
        named = named.where((choice.parenttype == "Consent") & (choice.actor == actor))
        query = query.where(consent.name.isin(named))
    found = query.run()
    return found[0][0] if found else None
