"""People who live together: how many, how many of them minors, and who of them the reader may see."""

from datetime import date

import frappe
from frappe.utils import add_days, add_years, getdate, nowdate

ADULT = 18
"""Years of age at which somebody is of age (§ 2 BGB)."""
CATCHING_UP = 31
"""Days that a daily job looks back, in case it did not run."""


def count(household: str) -> dict[str, int]:
    """Return `size` of a household and number of `minors` in it."""
    filters = {"household": household, "anonymised_on": ("is", "not set")}
    born = frappe.get_all("Person", filters=filters, pluck="birth_date")
    return {"size": len(born), "minors": sum(map(_is_minor, born))}


def recount(*households: str | None) -> None:
    """Count the members of the households and note the figures on household and members."""
    for household in filter(None, dict.fromkeys(households)):
        counted = count(household)
        frappe.db.set_value("Household", household, counted, update_modified=False)
        figures = {"household_size": counted["size"], "minors_in_household": counted["minors"]}
        frappe.db.set_value("Person", {"household": household}, figures, update_modified=False)


def note_household(doc: "frappe.model.document.Document") -> None:
    """Count anew the household that a person lives in, and the one that the person left."""
    before = doc.get_doc_before_save()
    recount(doc.household, before.household if before else None)
    figures = ("household_size", "minors_in_household")
    if not doc.household and any(doc.get(field) for field in figures):
        frappe.db.set_value("Person", doc.name, dict.fromkeys(figures, 0), update_modified=False)
    doc.update(frappe.db.get_value("Person", doc.name, figures, as_dict=True))


def recount_birthdays() -> None:
    """Count anew the households in which somebody came of age lately; runs daily.

    Several days are looked at: the server may have been off, and 29 February is no day of every year.
    """
    today = getdate(nowdate())
    born = add_years(add_days(today, -CATCHING_UP), -ADULT), add_years(today, -ADULT)
    filters = {"birth_date": ("between", born), "household": ("is", "set")}
    recount(*frappe.get_all("Person", filters=filters, pluck="household"))


def members(household: str) -> list[dict]:
    """Return the members of a household that the current user may see, the oldest first."""
    rows = frappe.get_list(
        "Person",
        filters={"household": household},
        fields=["name", "full_name", "birth_date", "gender"],
        order_by="birth_date asc, name asc",
        limit=0,
    )
    return [{**row, "age": age(row.birth_date), "minor": _is_minor(row.birth_date)} for row in rows]


def age(born: date | str | None) -> int | None:
    """Return the age in full years today, or None if the date of birth is not known."""
    if not born:
        return None
    born, today = getdate(born), getdate(nowdate())
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _is_minor(born: date | str | None) -> bool:
    return born is not None and age(born) < ADULT
