"""Demonstration data for a training site: eight logins and the invented records of a municipality.

Never for a site with real people in it: `install` refuses that. docs/demo-data.md tells what is in it and why.
"""

import frappe
from frappe import _
from frappe.utils.password import update_password

from kim_app.demo.logins import LOGINS
from kim_app.demo.records import add_records
from kim_app.demo.removal import remove_everything

MEMORY = "kim_app_demo"


def install(password: str) -> list[dict]:
    """Add the demo logins, all with `password`, and the demo records; return the logins for display.

    Safe to repeat: the password is set again, the records stay. Raises `frappe.ValidationError` if the site holds
    persons that do not come from here.
    """
    _refuse_real_persons()
    for login in LOGINS:
        _add_login(login)
        update_password(login["user"], password)
    if not _is_installed():
        add_records(_tell)
        frappe.db.set_global(MEMORY, frappe.utils.nowdate())
    return [{key: login[key] for key in ("user", "full_name", "role")} for login in LOGINS]


def remove() -> dict[str, int]:
    """Delete the demo records, everything that the demo logins entered, their traces and the logins themselves.

    Return how many records of each DocType were deleted. Real records are not touched; a record of the network that
    a real one refers to stays.
    """
    gone = remove_everything()
    frappe.db.set_global(MEMORY, None)
    return gone


def _tell(step: str) -> None:
    """Show on the command line what comes next."""
    print(f"  {step} …", flush=True)


def _refuse_real_persons() -> None:
    users = [login["user"] for login in LOGINS]
    if frappe.get_all("Person", filters={"entered_by": ("not in", users)}, limit=1):
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


def _is_installed() -> bool:
    """Say whether the records are there; read past the cache, which outlives a rollback."""
    return bool(frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": MEMORY}, "defvalue"))
