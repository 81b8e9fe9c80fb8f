"""What a clerk does with an application in one click."""

from datetime import date

import frappe
from frappe import _
from frappe.core.doctype.access_log import access_log

from kim_app.applications import checklist, naturalisation, papers, queue
from kim_app.applications.decision import NATURALISATION_OFFICE
from kim_app.permissions.scopes import offices


@frappe.whitelist(methods=["POST"])
def request_papers(application: str, due_on: date | None = None, reminder_on: date | None = None) -> dict:
    """Ask for all missing papers: add the request, mark the requirements, move the state if possible.

    Without dates those of KIM Settings are taken. Raises `frappe.PermissionError` for whoever may not write the
    application, `frappe.ValidationError` if nothing is missing or the dates are impossible.
    """
    doc = papers.request_papers(_writable(application), due_on, reminder_on)
    return {"name": doc.name, "workflow_state": doc.workflow_state, "papers": doc.document_requests[-1].papers}


@frappe.whitelist(methods=["POST"])
def renew_checklist(application: str) -> dict:
    """Bring the checklist in line with the list of types as it is now; answers stay.

    Raises `frappe.PermissionError` for whoever may not write the application.
    """
    doc = _writable(application)
    checklist.renew(doc)
    doc.save()
    return {"name": doc.name, "requirements": len(doc.requirements)}


@frappe.whitelist(methods=["GET", "POST"])
def first_in_queue(application: str, state: str) -> dict | None:
    """Name the application that should come before this one in going into `state`, or None.

    Raises `frappe.PermissionError` for whoever may not write the application.
    """
    return queue.first_in_queue(_writable(application), state)


@frappe.whitelist(methods=["POST"])
def naturalisation_file(year: int, with_gaps: bool = False) -> None:
    """Download the file of § 36 StAG for a year as CSV; the download is logged.

    Raises `frappe.PermissionError` for whoever is no clerk of the naturalisation office, `frappe.ValidationError`
    that names what is missing, unless the file is wanted `with_gaps`.
    """
    if NATURALISATION_OFFICE not in offices(set(frappe.get_roles())):
        frappe.throw(_("This file is for the naturalisation office."), frappe.PermissionError)
    text = naturalisation.file_of(year, with_gaps)
    access_log.make_access_log(
        doctype="Application", file_type="CSV", report_name="Naturalisation Statistics", filters={"year": year}
    )
    frappe.response.update(
        {
            "type": "download",
            "filename": f"einbuergerungsstatistik-{year}.csv",
            # Spreadsheets read umlauts right with this mark in front.
            "filecontent": text.encode("utf-8-sig"),
            "content_type": "text/csv",
        }
    )


def _writable(name: str):
    doc = frappe.get_doc("Application", name)
    doc.check_permission("write")
    return doc
