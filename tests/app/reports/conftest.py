"""The reports of KIM as the logins of the demo see them, and some openings for the log to tell of."""

import json
from types import SimpleNamespace

import pytest

from frappe.utils import nowdate

from kim_app.demo.logins import LOGINS
from pocket import APPS

FOLDER = APPS / "kim_app" / "kim_app" / "kim" / "report"
# The annual report is counted again, and asked by others, in tests/app/figures/test_annual_report.py.
FILES = [path for path in sorted(FOLDER.glob("*/*.json")) if path.stem != "annual_report"]
SHIPPED = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
REPORTS = {record["name"]: SimpleNamespace(**record) for record in SHIPPED}
USERS = {login["user"]: login["role"] for login in LOGINS}


def readers(report):
    """Return the demo logins that may see a report."""
    roles = {row["role"] for row in REPORTS[report].roles}
    return [user for user, role in USERS.items() if role in roles]


@pytest.fixture
def demo(site):
    """The demo data in English; with openings of documents, a deputy for today, and every third case with a team."""
    site.local.lang = "en"
    for number, user in enumerate(list(USERS)[2:4] * 3):
        for doctype in ("Case", "Person")[: 1 + number % 2]:
            name = site.get_all(doctype, order_by="name", limit=1, start=number % 3, pluck="name")[0]
            log = {"doctype": "View Log", "viewed_by": user, "reference_doctype": doctype, "reference_name": name}
            site.get_doc(log).insert()
    away = {"absent_user": "casemanagement1@kim.example", "deputy": "casemanagement2@kim.example"}
    day = nowdate()
    site.get_doc({"doctype": "Deputy Arrangement", **away, "starts_on": day, "ends_on": day}).insert()
    for name in site.get_all("Case", order_by="name", pluck="name")[::3]:
        site.db.set_value("Case", name, "team", "case_management")
    for doctype, names in of_somebody_who_came_again(site).items():
        give_to_one(site, doctype, names)
    return site


def of_somebody_who_came_again(site):
    """Return the documents that shall be all of one person: whole rows and columns of reports."""
    open_ones = {"workflow_state": ("not in", ("Closed", "Declined")), "case_manager": "casemanagement1@kim.example"}
    acute = site.get_all("Case", open_ones, order_by="name", limit=6, pluck="name")
    for name in site.get_all("Case", {"priority": "Acute"}, pluck="name") + acute:
        site.db.set_value("Case", name, "priority", "Acute" if name in acute else "High")
    of_area = site.get_all("Life Area Choice", {"parenttype": "Case", "life_area": "childcare"}, pluck="parent")
    referrals = site.get_all("Referral", {"life_area": "recognition"}, order_by="name", pluck="name")
    return {"Referral": referrals, "Case": sorted({*acute, *of_area})}


def give_to_one(site, doctype, names):
    """Let all of some documents be those of one person."""
    person = site.db.get_value(doctype, names[0], "person")
    for name in names:
        site.db.set_value(doctype, name, "person", person, update_modified=False)
