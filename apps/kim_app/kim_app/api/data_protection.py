"""Endpoints of the data protection officer."""

from typing import Any

import frappe

from kim_app.data_protection import disclosure_of_all, personal_data, retention_run
from kim_app.roles import ADMINISTRATOR, DATA_PROTECTION_OFFICER


@frappe.whitelist(methods=["POST"])
def export(request: str) -> dict[str, str]:
    """Write all that is stored about the person of a Data Subject Request into two private files at the request.

    Raises `frappe.PermissionError` for all but the officer, `frappe.ValidationError` if the identity is not checked.
    """
    return disclosure_of_all.export(_officers("Data Subject Request", request))


@frappe.whitelist(methods=["POST"])
def approve(run: str) -> str:
    """Approve a Retention Run: what stands in it is anonymised or deleted; return the protocol.

    Raises `frappe.PermissionError` for all but the officer, `frappe.ValidationError` if it is not a dry run.
    """
    return retention_run.approve(_officers("Retention Run", run))


@frappe.whitelist(methods=["POST"])
def discard(run: str) -> None:
    """Discard a dry run; nothing happens to the documents. Raises `frappe.PermissionError` for all but the officer."""
    retention_run.discard(_officers("Retention Run", run))


@frappe.whitelist()
def kinds_with_personal_data() -> list[str]:
    """Name the DocTypes in which the system finds personal data, for whoever keeps the register.

    Raises `frappe.PermissionError` for all but the officer and the administrator.
    """
    frappe.only_for((DATA_PROTECTION_OFFICER, ADMINISTRATOR))
    return personal_data.kinds()


def _officers(doctype: str, name: str) -> Any:
    """Return a document that the officer may change. Raises `frappe.PermissionError` for everybody else."""
    frappe.only_for(DATA_PROTECTION_OFFICER)
    doc = frappe.get_doc(doctype, name)
    doc.check_permission("write")
    return doc
