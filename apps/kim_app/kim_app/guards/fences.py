"""What an administrator may not build: ways around the rules of `kim_app.permissions`.

An administrator changes forms, lists, workflows and rights, but sees no content. Code and templates run with wide
rights, values fetched over a link are read without asking, webhooks and mails carry content away, and customisation
could switch off versions and logs. All of that is left to the super-user `Administrator` at the console.
"""

import re
from collections.abc import Iterator
from functools import wraps
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.rq_job.rq_job import RQJob
from frappe.desk.doctype.system_console.system_console import SystemConsole

from kim_app.permissions.companions import CONTENT, TELLING

PROTECTED = (
    "track_changes", "track_views", "permlevel", "show_title_field_in_link", "in_global_search", "allow_guest_to_view",
    "has_web_view", "make_attachments_public", "allow_import", "issingle", "is_virtual", "fetch_from",
    "allow_auto_repeat", "show_name_in_global_search",
)  # fmt: skip
CODE = {
    "Web Form": ("client_script",),
    "Website Theme": ("js",),
    "Letter Head": ("header_script", "footer_script"),
}
"""Where code is one part of the document, and the rest may be written."""
HARMLESS = re.compile(r"\{\{\s*(doc\.name|_\((\"[^\"]*\"|'[^']*')\))\s*\}\}")
EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


def refuse_code(doc: Any, _method: str | None = None) -> None:
    """Refuse scripts and queries of one's own. Raises `frappe.PermissionError`."""
    if doc.doctype == "Report" and doc.report_type in ("Report Builder", "Custom Report") and not doc.javascript:
        return
    if doc.doctype in CODE and not any(doc.get(field) for field in CODE[doc.doctype]):
        return
    refuse(_("Scripts and queries could read content past the rights. They are part of a release, not of a site."))


def refuse_telling_notifications(doc: Any, _method: str | None = None) -> None:
    """Refuse a notification on content that carries any of it. Raises `frappe.PermissionError`."""
    if doc.document_type not in TELLING:
        return
    text = HARMLESS.sub("", f"{doc.subject or ''} {doc.message or ''}")
    if EXPRESSION.search(text) or doc.attach_print or doc.set_property_after_alert:
        refuse(
            _("A message about {0} may hold its number alone, as {1}, since mails leave KIM.").format(
                _(doc.document_type), "{{ doc.name }}"
            )
        )


def refuse_carrying_away(doc: Any, _method: str | None = None) -> None:
    """Refuse webhooks and web forms on content, and reports that are mailed with the rights of others."""
    if doc.doctype == "Webhook" and doc.webhook_doctype in TELLING:
        refuse(_("{0} may not be sent to other systems by a webhook.").format(_(doc.webhook_doctype)))
    if doc.doctype == "Web Form" and doc.doc_type in TELLING:
        refuse(_("{0} may not be entered or shown on a web page.").format(_(doc.doc_type)))
    if doc.doctype == "Auto Email Report" and doc.user != frappe.session.user:
        refuse(_("A report is sent with the rights of whoever sets it up. Please enter yourself as user."))


def refuse_weaker_forms(doc: Any, _method: str | None = None) -> None:
    """Refuse customisation of content that switches off logs, shows what is hidden. Raises `PermissionError`."""
    if doc.doctype == "Property Setter":
        if doc.property in PROTECTED and doc.doc_type in _with_tables():
            refuse(_("“{0}” of {1} protects content and stays as it is.").format(doc.property, _(doc.doc_type)))
    elif doc.doctype == "Custom Field":
        _refuse_fetching(doc.dt, [doc])
        if doc.dt in _with_tables() and doc.in_global_search:
            refuse(_("Content does not go into the global search."))
    elif doc.custom:
        _refuse_fetching(doc.name, doc.fields)


def _refuse_fetching(doctype: str, fields: list[Any]) -> None:
    """Refuse fields that fetch content: the framework reads the value without asking who may see it."""
    known = frappe.get_meta(doctype).fields if frappe.db.exists("DocType", doctype) else ()
    links = {field.fieldname: field.options for field in (*known, *fields)}
    for field in fields:
        source = links.get((field.fetch_from or "").split(".")[0])
        if source in TELLING:
            refuse(_("Values of {0} cannot be fetched into other forms.").format(_(source)))


def _with_tables() -> set[str]:
    """Return the DocTypes with content and their tables."""
    return {*CONTENT, *_tables()}


def _tables() -> Iterator[str]:
    for doctype in CONTENT:
        yield from (field.options for field in frappe.get_meta(doctype).get_table_fields())


def refuse(reason: str) -> None:
    """Refuse, unless the super-user or a release does it. Raises `frappe.PermissionError`."""
    if not is_trusted():
        frappe.throw(reason, frappe.PermissionError, title=_("Not by an Administrator"))


def is_trusted() -> bool:
    """Say whether the super-user or a release writes, who may write code."""
    flags = frappe.flags
    return bool(frappe.session.user == "Administrator" or flags.in_install or flags.in_migrate or flags.in_patch)


class GuardedConsole(SystemConsole):
    """System Console: its SQL reads everything, so it is for the super-user alone."""

    def run(self) -> None:
        """Run what stands in the console. Raises `frappe.PermissionError` for everybody else."""
        refuse_code(self)
        super().run()


class GuardedJob(RQJob):
    """RQ Job: how a job went is for administrators; what it holds, such as a comment, is for the super-user alone."""

    CONTENT = ("arguments", "exc_info")

    def load_from_db(self) -> None:
        """Load one job, for anybody but the super-user without its content."""
        super().load_from_db()
        self.update(dict.fromkeys(self._hidden()))

    @staticmethod
    # The framework looks at the names of the arguments.
    @wraps(RQJob.get_list)
    def get_list(*args: Any, **kwargs: Any) -> list:
        """List the jobs, for anybody but the super-user without their content."""
        jobs = RQJob.get_list(*args, **kwargs)
        for job in jobs:
            job.update(dict.fromkeys(GuardedJob._hidden()))
        return jobs

    @classmethod
    def _hidden(cls) -> tuple[str, ...]:
        return () if is_trusted() else cls.CONTENT
