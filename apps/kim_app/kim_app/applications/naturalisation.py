"""The yearly naturalisation file: § 36 StAG, due on 1 March for the year before.

It has a row for each application received, each procedure completed and each naturalisation of the year. Names are
no part of it: the application's number leads back to the file for questions.
"""

import csv
import io
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from kim_app.applications.decision import NATURALISATION_OFFICE
from kim_app.applications.facts import full_years
from kim_app.figures.export import safe

RECEIVED, COMPLETED, NATURALISED = "Application", "Completion", "Naturalisation"
EVENTS = {RECEIVED: "received_on", COMPLETED: "completed_on", NATURALISED: "certificate_on"}
"""Which day puts a procedure into the year, for each kind of row."""

COMMON = ("birth_year", "gender", "marital_status", "municipality", "years_of_stay", "previous_nationalities")
NEEDED = {RECEIVED: COMMON, COMPLETED: (*COMMON, "completion_type"), NATURALISED: (*COMMON, "legal_basis")}
"""What § 36 StAG asks for in each kind of row."""

COLUMNS = ("record_kind", "name", "event_on", *COMMON, "legal_basis", "completion_type")
FIELDS = [
    "name",
    "person",
    "application_type",
    "received_on",
    "completed_on",
    "certificate_on",
    "stay_since",
    "years_of_stay",
    "previous_nationalities",
    "legal_basis",
    "completion_type",
    "workflow_state",
]


def records(year: int, kind: str | None = None) -> list[Any]:
    """Return the rows of a year that the user may see, each with the list `missing` of what it lacks."""
    people: dict[str, Any] = {}
    found = []
    for record_kind in [kind] if kind else list(EVENTS):
        applications = _in_year(EVENTS[record_kind], year)
        _add_people(people, applications)
        found += [_record(record_kind, row, people[row.person]) for row in applications]
    return found


def labels() -> dict[str, str]:
    """Return the columns of the file with what the office calls them."""
    return {
        "record_kind": _("Kind of Row"),
        "name": _("Application"),
        "event_on": _("Day"),
        "birth_year": _("Year of Birth"),
        "gender": _("Gender"),
        "marital_status": _("Marital Status"),
        "municipality": _("Municipality of Residence"),
        "years_of_stay": _("Years of Stay"),
        "previous_nationalities": _("Previous Nationalities"),
        "legal_basis": _("Legal Basis"),
        "completion_type": _("Type of Completion"),
    }


def file_of(year: int, with_gaps: bool = False) -> str:
    """Return the file of a year as CSV with semicolons.

    Raises `frappe.ValidationError` that names what is missing, unless it is wanted `with_gaps`.
    """
    rows = records(year)
    gaps = [row for row in rows if row.missing]
    if gaps and not with_gaps:
        frappe.throw(gaps_of(gaps), title=_("The File Is Not Complete"), as_list=True)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow(labels().values())
    writer.writerows([_cell(row.get(column)) for column in COLUMNS] for row in rows)
    return buffer.getvalue()


def gaps_of(rows: list[Any], most: int = 50) -> list[str]:
    """Say for each row what is missing, at most so many."""
    names = labels()
    told = [f"{row.name} ({_(row.record_kind)}): {', '.join(names[field] for field in row.missing)}" for row in rows]
    return told[:most] + ([_("and {0} more").format(len(told) - most)] if len(told) > most else [])


def _in_year(fieldname: str, year: int) -> list[Any]:
    types = frappe.get_all("Application Type", filters={"office": NATURALISATION_OFFICE}, pluck="name")
    return frappe.get_list(
        "Application",
        filters=[["application_type", "in", types], [fieldname, "between", [f"{year}-01-01", f"{year}-12-31"]]],
        fields=FIELDS,
        order_by=f"{fieldname}, name",
        limit_page_length=0,
    )


def _add_people(people: dict[str, Any], applications: list[Any]) -> None:
    names = list({row.person for row in applications} - set(people))
    fields = ["name", "birth_date", "gender", "marital_status", "city", "nationality", "second_nationality"]
    # The persons of applications that the user was found to see.
    rows = frappe.get_all("Person", filters={"name": ("in", names or [""])}, fields=fields)
    people.update({row.name: row for row in rows})


def _record(kind: str, row: Any, person: Any) -> Any:
    day = getdate(row[EVENTS[kind]])
    nationalities = [country for country in (person.nationality, person.second_nationality) if country]
    record = frappe._dict(
        record_kind=kind,
        name=row.name,
        event_on=day,
        birth_year=getdate(person.birth_date).year if person.birth_date else None,
        gender=_known(person.gender),
        marital_status=_known(person.marital_status),
        municipality=person.city,
        years_of_stay=_years(row, day),
        previous_nationalities=row.previous_nationalities or ", ".join(nationalities),
        legal_basis=_legal_basis(row) if kind == NATURALISED else None,
        completion_type=row.completion_type if kind == COMPLETED else None,
    )
    record.missing = [field for field in NEEDED[kind] if record[field] in (None, "")]
    return record


def _years(row: Any, day: Any) -> int | None:
    counted = full_years(row.stay_since, day)
    return counted if counted is not None else (cint(row.years_of_stay) or None)


def _known(value: str | None) -> str | None:
    return None if value == "Unknown" else value


def _legal_basis(row: Any) -> str | None:
    return row.legal_basis or frappe.get_cached_value("Application Type", row.application_type, "legal_basis")


def _cell(value: Any) -> str:
    """Return a value as text that no spreadsheet takes for a formula."""
    return safe("" if value is None else str(_(value) if isinstance(value, str) else value))
