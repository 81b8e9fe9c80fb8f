"""The text of the consent form, in plain language.

Legal sources: Art. 7 and 13 GDPR and § 67b (2) SGB X (written or electronic, purpose, consequences of refusal,
revocable at any time); § 203 StGB (secrecy of social workers and officials). A municipality changes single sentences
under “Translation”, or the whole form as a print format of its own.
"""

from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from kim_app.consents import CASE_CONFERENCE, COUNSELLING, EXCHANGE, LAND_DATABASE, REFERRAL, RELEASE
from kim_app.setup.workflows.marks import _lt


@dataclass(frozen=True)
class Purpose:
    """What one purpose means: `what` is done with the data, and what happens `without` consent."""

    what: str
    without: str


PURPOSES = {
    COUNSELLING: Purpose(
        _lt(
            "I want to be counselled by the municipal integration management (KIM). For this, my case manager may "
            "write down what I say about me and my family, and use it to plan with me what helps."
        ),
        _lt(
            "Without my consent I cannot be counselled here. I can still use every other advice centre and every "
            "office."
        ),
    ),
    RELEASE: Purpose(
        _lt(
            "My case manager must keep secret what I say (§ 203 StGB). I release my case manager from secrecy towards "
            "the people and offices named below. They may talk to each other about me, as far as the matter named here "
            "needs it."
        ),
        _lt(
            "Without my consent my case manager does not talk to them about me. I then have to tell them everything "
            "myself."
        ),
    ),
    REFERRAL: Purpose(
        _lt(
            "My case manager may pass my name, how to reach me and the reason on to the people and offices named "
            "below, so that they can help me. They may answer whether I came and what was agreed."
        ),
        _lt("Without my consent nothing is passed on. I can go there myself, and my counselling goes on."),
    ),
    CASE_CONFERENCE: Purpose(
        _lt(
            "The people and offices named below may talk about my situation in a joint meeting, if possible together "
            "with me. What is agreed is written down."
        ),
        _lt("Without my consent nobody speaks about me there. My counselling goes on."),
    ),
    EXCHANGE: Purpose(
        _lt(
            "My case manager and the foreigners' office or naturalisation office may exchange how far my application "
            "is, which papers are missing and by when. What I say in counselling is not passed on."
        ),
        _lt("Without my consent they do not talk about me. My application is worked on in the same way."),
    ),
    LAND_DATABASE: Purpose(
        _lt(
            "Figures about my counselling may be entered into the database of the State of North Rhine-Westphalia "
            "(Datenbank KIM), without my name."
        ),
        _lt("Without my consent nothing about me is entered there. My counselling goes on."),
    ),
}


def form_text(consent: Document) -> dict:
    """Return what the form says for `consent`: `what`, `without`, `who`, `until`, the `rights` and the `birth_date`."""
    purpose = PURPOSES[consent.purpose]
    return {
        "title": _("Consent: {0}").format(_(consent.purpose)),
        "what": _(purpose.what),
        "without": _(purpose.without),
        "who": [_actor(row.actor) for row in consent.actors],
        "until": _until(consent),
        "rights": _rights(),
        "birth_date": _birth_date(consent.person),
    }


def _birth_date(person: str) -> date | None:
    """Return the date of birth for who may see the person: the register of consents is read by others as well."""
    return frappe.db.get_value("Person", person, "birth_date") if frappe.has_permission("Person", doc=person) else None


def _until(consent: Document) -> str:
    if consent.valid_until:
        return _("This consent is valid until {0}.").format(formatdate(consent.valid_until))
    return _("This consent is valid until my counselling ends.")


def _rights() -> list[str]:
    return [
        _("I agree of my own free will. I may say no, and nobody may treat me worse for it."),
        _(
            "I can withdraw my consent at any time, in whole or in part, by word or in writing, without giving a "
            "reason. What was done until then stays lawful."
        ),
        _(
            "My data are deleted when they are no longer needed. I may see what is stored, have it corrected or "
            "deleted, and complain to the data protection officer or to the State Commissioner (LDI NRW)."
        ),
    ]


def _actor(name: str) -> str:
    city = frappe.db.get_value("Actor", name, "city")
    return f"{name}, {city}" if city else name
