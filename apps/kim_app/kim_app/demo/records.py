"""All demo records, in the order in which they came about."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe import _

from kim_app.demo import applications, cases, cooperation, network, offices
from kim_app.demo.chance import chance
from kim_app.demo.people import Family, families
from kim_app.demo.plans import case_plans
from kim_app.demo.writing import today

APPLICANTS = 41
"""So many persons come to an office only."""


def add_records(tell: Callable[[str], None]) -> None:
    """Insert the records; `tell` is called with what comes next. What KIM writes by itself is written in German."""
    language, frappe.local.lang = frappe.local.lang, "de"
    try:
        _add_all(tell, today())
    finally:
        frappe.local.lang = language


def _add_all(tell: Callable[[str], None], day: date) -> None:
    tell(_("Network and team"))
    offices.add_team()
    network.add_network(day)
    tell(_("Persons and cases"))
    clients, applicants = _divide(families(day))
    written = cases.add_cases(clients, case_plans(day), day)
    offices.add_deputies(day)
    tell(_("Applications"))
    applications.add_applications(applicants, written, day)
    offices.add_disclosures(written, day)
    tell(_("Barriers, meetings and measures"))
    barriers = cooperation.add_barriers(written, day)
    deciding = cooperation.add_meetings(barriers, day)
    cooperation.add_measures(barriers, deciding, day)
    cooperation.add_conferences(written, day)
    offices.add_statistics(day)
    offices.add_annual_report(day)
    offices.add_retention_run(day)


def _divide(everybody: list[Family]) -> tuple[list[Family], list[Family]]:
    """Return those who come to counselling and those who come to an office only; families are counselled."""
    singles = [family for family in everybody if not family.members]
    applicants = singles[:APPLICANTS]
    clients = [family for family in everybody if not any(family is other for other in applicants)]
    chance("clients").shuffle(clients)
    return clients, applicants
