"""Around the daily work: team, deputies, what was passed on, statistics to start from, what is to be deleted."""

from datetime import date, time, timedelta

import frappe
from frappe.model.document import Document

from kim_app.demo.plans import CasePlan
from kim_app.demo.writing import (
    ADMINISTRATION,
    CASE_MANAGERS,
    COORDINATION,
    DATA_PROTECTION,
    acting_as,
    at,
    correct,
    insert,
    on,
)
from kim_app.roles import COORDINATOR, STEERING_MEMBER

TEAM = "demo_team"
DISCLOSURES = 12

STATISTICS = (
    {"title": "Fälle nach Lebensbereich und Quartal", "document_type": "Case", "measure": "Count",
     "row_field": "life_areas", "column_field": "opened_on", "column_period": "Quarter", "chart_type": "Bar"},
    {"title": "Vermittlungen nach Akteurstyp und Ergebnis", "document_type": "Referral", "measure": "Count",
     "row_field": "actor.actor_type", "column_field": "outcome", "chart_type": "Bar"},
    {"title": "Beratungsminuten nach Kontaktweg", "document_type": "Contact Note", "measure": "Sum",
     "measure_field": "minutes", "row_field": "channel", "column_field": "contact_on", "column_period": "Quarter",
     "chart_type": "Line"},
    {"title": "Bruchstellen nach Thema und Ebene", "document_type": "Barrier", "measure": "Count",
     "row_field": "category", "column_field": "level", "chart_type": "Bar"},
)  # fmt: skip

ANNUAL_REPORT = {
    "audience": "Public",
    "introduction": "Das Kommunale Integrationsmanagement hat die Zusammenarbeit der Ämter und Träger ausgebaut. "
    "Der Bericht zeigt die Zahlen des Jahres neben denen des Vorjahres.",
    "remarks": [
        {"topic": "Bruchstellen und Maßnahmen",
         "remark": "Die Lenkungsgruppe nimmt sich im neuen Jahr der Wartezeiten auf einen ersten Termin an."},
    ],
}  # fmt: skip


def add_team() -> None:
    """Insert the team of the two case managers; nobody sees a colleague's cases until the team's setting says so."""
    with acting_as(ADMINISTRATION):
        members = [{"user": user} for user in CASE_MANAGERS]
        frappe.get_doc(
            {"doctype": "Team", "code": TEAM, "label": "Fallmanagement Musterstadt", "members": members}
        ).insert()


def add_deputies(day: date) -> None:
    """Insert one leave that is over and one that is to come."""
    for absent, deputy, start in ((0, 1, day - timedelta(days=120)), (1, 0, day + timedelta(days=20))):
        with acting_as(CASE_MANAGERS[absent]):
            insert(
                "Deputy Arrangement",
                min(day, start - timedelta(days=14)),
                absent_user=CASE_MANAGERS[absent],
                deputy=CASE_MANAGERS[deputy],
                starts_on=start,
                ends_on=start + timedelta(days=11),
                reason="Leave",
            )


def add_disclosures(cases: list[tuple[CasePlan, Document]], day: date) -> None:
    """Insert what counselling passed on to the foreigners' office, each with its consent."""
    purpose = "Exchange with Foreigners Office"
    for _plan, case in cases:
        found = {"person": case.person, "purpose": purpose}
        consent = frappe.db.get_value("Consent", found, ("name", "given_on"), as_dict=True)
        if not consent or frappe.db.count("Disclosure") >= DISCLOSURES:
            continue
        with acting_as(case.case_manager):
            insert(
                "Disclosure",
                consent.given_on,
                person=case.person,
                disclosed_on=min(day, consent.given_on + timedelta(days=7)),
                recipient="Ausländerbehörde Musterstadt (erfunden)",
                purpose="Rückfrage zum Stand des Antrags",
                what="Name, Geburtsdatum, Aktenzeichen",
                legal_basis="Art. 6 Abs. 1 Buchst. a DSGVO",
                consent=consent.name,
            )


def add_statistics(day: date) -> None:
    """Insert statistics that a coordinator begins with, shared with the steering group."""
    with acting_as(COORDINATION):
        for row in STATISTICS:
            shared = [{"role": COORDINATOR}, {"role": STEERING_MEMBER}]
            insert("Statistic", day - timedelta(days=30), shared_with=shared, **row)


def add_annual_report(day: date) -> None:
    """Insert the report on the last year and hand it in: it is for the council, so more small numbers are hidden."""
    with acting_as(COORDINATION):
        report = insert("Annual Report", day, passing=True, year=day.year - 1, **ANNUAL_REPORT)
        with on(day):
            report.submit()
    correct(report, handed_in_on=at(day, time.min))


def add_retention_run(day: date) -> None:
    """Insert the list of what is due today, such as enquiries that were declined long ago; nothing is done about it."""
    with acting_as(DATA_PROTECTION):
        insert("Retention Run", day)
