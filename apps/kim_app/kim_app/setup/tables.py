"""Rows of KIM Settings that a new site starts with; given once, as the lists are."""

import frappe

from kim_app.settings import SETTINGS

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

TABLES = {"access_criteria": ACCESS_CRITERIA}


def seed_tables_once() -> None:
    """Fill the tables of KIM Settings that this site was never given; an administrator may empty them."""
    for fieldname, rows in TABLES.items():
        memory = f"kim_app_table_{fieldname}"
        if frappe.db.get_value("DefaultValue", {"parent": "__global", "defkey": memory}):
            continue
        settings = frappe.get_doc(SETTINGS)
        if not settings.get(fieldname):
            settings.extend(fieldname, [dict(row) for row in rows])
            settings.save()
        frappe.db.set_global(memory, "1")
