"""The nightly list of what is due, its approval by the data protection officer, and the protocol of what was done."""

from typing import Any

import frappe
from frappe import _
from frappe.model.rename_doc import get_link_fields
from frappe.utils import getdate, now_datetime, nowdate

from kim_app.data_protection.anonymise import anonymise_document, anonymise_person
from kim_app.data_protection.due import documents_due, held_back_by

DRY_RUN, APPROVED, DONE, DISCARDED = "Dry Run", "Approved", "Done", "Discarded"
SAVEPOINT = "kim_retention_deletion"
OWNED_BY_ENGINE = ("status", "run_on", "approved_by", "approved_on", "done_on", "protocol")


def propose() -> str | None:
    """Make tonight's dry run, in place of one that nobody looked at; return its name, None if nothing is due."""
    for old in frappe.get_all("Retention Run", filters={"status": DRY_RUN}, pluck="name"):
        discard(frappe.get_doc("Retention Run", old))
    if not documents_due(getdate(nowdate())):
        return None
    # The nightly job has no login of its own.
    return frappe.get_doc({"doctype": "Retention Run"}).insert(ignore_permissions=True).name


def fill(run: Any) -> None:
    """Fill a new run with what is due today: nobody enters a document by hand."""
    run.update({"run_on": nowdate(), "status": DRY_RUN, "items": []})
    for due in documents_due(getdate(nowdate())):
        item = {"document_type": due.doctype, "document_name": due.name, "rule": due.rule}
        run.append("items", {**item, "due_since": due.since, "action": due.action})


def refuse_changes(run: Any) -> None:
    """Refuse changes that do not come from here. Raises `frappe.ValidationError`."""
    before = run.get_doc_before_save()
    if not before or run.flags.by_engine:
        return
    listed = [[(row.document_type, row.document_name, row.done) for row in doc.items] for doc in (run, before)]
    if listed[0] != listed[1] or any(run.get(field) != before.get(field) for field in OWNED_BY_ENGINE):
        frappe.throw(_("A retention run is approved or discarded as a whole, with the buttons above."))


def approve(run: Any) -> str:
    """Note the approval, do what stands in the run and return the protocol. Raises `frappe.ValidationError`."""
    _require(run, DRY_RUN)
    _save(run, status=APPROVED, approved_by=frappe.session.user, approved_on=now_datetime())
    return execute(run)


def execute(run: Any) -> str:
    """Do what is not done yet; safe to repeat after an interruption."""
    _require(run, APPROVED)
    for item in run.items:
        if not item.done:
            item.result = _do(item)
            item.done = 1
    lines = [f"{item.document_type} {item.document_name}: {item.result}" for item in run.items]
    _save(run, status=DONE, done_on=now_datetime(), protocol="\n".join(lines))
    return run.protocol


def discard(run: Any) -> None:
    """Set a dry run aside. Raises `frappe.ValidationError` if it was approved already."""
    _require(run, DRY_RUN)
    _save(run, status=DISCARDED)


def _do(item: Any) -> str:
    """Anonymise or delete one document, unless something new stands against it; return what was done."""
    if not frappe.db.exists(item.document_type, item.document_name):
        return _("gone already")
    if other := held_back_by(item.document_type, item.document_name):
        return _("kept, since {0} is open").format(other)
    if item.action == "Delete":
        return _delete(item.document_type, item.document_name)
    _anonymise(item.document_type, item.document_name)
    return _("anonymised")


def _delete(doctype: str, name: str) -> str:
    """Delete one document from all that can be without it; return what was done."""
    frappe.db.savepoint(SAVEPOINT)
    try:
        _let_go(doctype, name)
        # The officer approved it; nobody else may delete these documents.
        frappe.delete_doc(doctype, name, ignore_permissions=True, delete_permanently=True)
    except frappe.LinkExistsError:
        frappe.db.rollback(save_point=SAVEPOINT)
        frappe.clear_last_message()
        return _("kept, since others refer to it")
    return _("deleted")


def _let_go(doctype: str, name: str) -> None:
    """Empty the fields that link to the document, but no mandatory ones; past checks, since most are read-only."""
    for link in get_link_fields(doctype):
        if not link["issingle"] and not frappe.get_meta(link["parent"]).get_field(link["fieldname"]).reqd:
            pointing = {link["fieldname"]: name}
            frappe.db.set_value(link["parent"], pointing, link["fieldname"], None, update_modified=False)


def _anonymise(doctype: str, name: str) -> None:
    """Take the whole person with the last case or application, a single document otherwise."""
    if doctype == "Person":
        anonymise_person(name)
    elif doctype in ("Case", "Application"):
        anonymise_document(doctype, name)
        person = frappe.db.get_value(doctype, name, "person")
        if not _still_needed(person):
            anonymise_person(person)
    else:
        anonymise_document(doctype, name)


def _still_needed(person: str) -> bool:
    """Say whether another case or application of the person has time left."""
    left = {"person": person, "anonymised_on": ("is", "not set")}
    return any(frappe.get_all(kind, filters=left, limit=1) for kind in ("Case", "Application"))


def _require(run: Any, status: str) -> None:
    if run.status != status:
        frappe.throw(_("This run is not a {0} any more. Please reload it.").format(_(status)))


def _save(run: Any, **values: Any) -> None:
    run.update(values)
    run.flags.by_engine = True
    # Rights were checked by the endpoint, or the nightly job acts.
    run.save(ignore_permissions=True)
    run.flags.by_engine = False
