"""Rows of KIM Settings that a new site starts with; given once, as the lists are."""

from kim_app.settings import SETTINGS
from kim_app.setup.seed import seed_rows_once

ACCESS_CRITERIA = (
    {
        "label": "Reguläre Angebote helfen nicht ausreichend",
        "criterion": "Judged by the Case Manager",
        "active": 1,
        "remark": "Kreis Coesfeld: jeder Aufenthaltsstatus ohne ausreichenden Zugang",
    },
    {
        "label": "Kein anderes Fallmanagement",
        "criterion": "No Other Case Management",
        "active": 1,
        "remark": "Märkischer Kreis",
    },
    {
        "label": "Höchstens drei Jahre in der Kommune",
        "criterion": "Months in the Municipality",
        "maximum": 36,
        "active": 0,
        "remark": "Beispiel: Märkischer Kreis",
    },
    {
        "label": "18 bis 27 Jahre alt",
        "criterion": "Age",
        "minimum": 18,
        "maximum": 27,
        "active": 0,
        "remark": "Beispiel: Köln",
    },
    {
        "label": "Zuerst EU-Bürgerinnen und EU-Bürger",
        "criterion": "Residence Title Group",
        "value": "EU",
        "active": 0,
        "remark": "Beispiel: Hagen begann mit EU und Ukraine",
    },
    {
        "label": "Höchstens fünf Jahre in Deutschland",
        "criterion": "Months in Germany",
        "maximum": 60,
        "active": 0,
        "remark": "Beispiel ohne Quelle",
    },
)
"""Criteria of single municipalities (published by them) as examples; what only some ask for is inactive."""

RESIDENCE_REMINDERS = tuple({"days_before": days} for days in (120, 60, 14))
"""Days before a residence title ends. Proposal without source; decided locally."""

TABLES = {"access_criteria": ACCESS_CRITERIA, "residence_reminders": RESIDENCE_REMINDERS}


def seed_tables_once() -> None:
    """Fill the tables of KIM Settings that this site was never given; an administrator may empty them."""
    for fieldname, rows in TABLES.items():
        seed_rows_once(SETTINGS, fieldname, [dict(row) for row in rows])
