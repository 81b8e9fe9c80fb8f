"""Demonstration data for a training site: eight logins and a handful of invented records.

Never for a site with real people in it: `install` refuses that.
"""

import json

import frappe
from frappe import _
from frappe.utils.password import update_password

from kim_app.demo.logins import LOGINS
from kim_app.demo.records import add_records

MEMORY = "kim_app_demo_records"
CONTENT = ("Referral", "Application", "Measure", "Barrier", "Meeting", "Case", "Person", "Household", "Offer", "Actor")
"""DocTypes that hold content, in an order in which they can be deleted."""


def install(password: str) -> list[dict]:
    """Add the demo logins, all with `password`, and the demo records; return the logins for display.

    Safe to repeat: the password is set again, the records stay. Raises `frappe.ValidationError` if the site holds
    persons that do not come from here.
    """
    _refuse_real_persons()
    for login in LOGINS:
        _add_login(login)
        update_password(login["user"], password)
    if not _recorded():
        _record(add_records())
    return [{key: login[key] for key in ("user", "full_name", "role")} for login in LOGINS]


def remove() -> None:
    """Delete the demo records, everything that the demo logins entered, and the logins themselves."""
    users = [login["user"] for login in LOGINS]
    recorded = _recorded()
    for doctype in CONTENT:
        # A person's record bears a neutral owner.
        author = "entered_by" if doctype == "Person" else "owner"
        entered = frappe.get_all(doctype, filters={author: ("in", users)}, pluck="name")
        for name in dict.fromkeys(entered + [name for kind, name in recorded if kind == doctype]):
            # Bottom-up order: what still points here is demo content as well.
            frappe.delete_doc(doctype, name, ignore_missing=True, force=True, delete_permanently=True)
    for user in users:
        frappe.delete_doc("User", user, ignore_missing=True, force=True, delete_permanently=True)
    _record([])


def _refuse_real_persons() -> None:
    demo = [name for doctype, name in _recorded() if doctype == "Person"]
    users = [login["user"] for login in LOGINS]
    filters = {"entered_by": ("not in", users), "name": ("not in", demo or [""])}
    if frappe.get_all("Person", filters=filters, limit=1):
        frappe.throw(
            _("This site holds persons who do not come from the demo data. Please use a new site for training."),
            title=_("No Demo Data Here"),
        )


def _add_login(login: dict) -> None:
    if frappe.db.exists("User", login["user"]):
        return
    first_name, last_name = login["full_name"].split(" ", 1)
    user = frappe.get_doc(
        {
            "doctype": "User",
            "email": login["user"],
            "first_name": first_name,
            "last_name": last_name,
            "language": "de",
            "time_zone": "Europe/Berlin",
            "send_welcome_email": 0,
            # With a picture of its own, Frappe asks no avatar service on the internet.
            "user_image": "/assets/kim_app/images/kim-logo.svg",
            "roles": [{"role": role} for role in (login["role"], *login.get("also", ()))],
        }
    )
    user.flags.no_welcome_mail = True
    user.insert()


def _recorded() -> list[list[str]]:
    """Return [DocType, name] of the demo records; read past the cache, which outlives a rollback."""
    stored = frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": MEMORY}, "defvalue")
    return json.loads(stored or "[]")


def _record(records: list[tuple[str, str]]) -> None:
    frappe.db.set_global(MEMORY, json.dumps(records))
