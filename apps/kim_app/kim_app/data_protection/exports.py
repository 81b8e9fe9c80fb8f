"""Files with all that is stored about a person go when the time for them is over (KIM Settings, Art. 5 (1) e GDPR)."""

import frappe
from frappe import _
from frappe.utils import add_days, now_datetime

from kim_app.network.texts import site_language
from kim_app.settings import setting

REQUEST = "Data Subject Request"
FILES = ("data_file", "export_file")


def remove_old() -> None:
    """Remove the files of answers that were made longer ago than the days set for it; runs daily. With 0 they stay."""
    days = setting("export_days")
    if not days:
        return
    made = {"exported_on": ("<", add_days(now_datetime(), -days))}
    for name in frappe.get_all(
        REQUEST, filters=made, or_filters={field: ("is", "set") for field in FILES}, pluck="name"
    ):
        _remove(name, days)


def _remove(name: str, days: int) -> None:
    attached = {"attached_to_doctype": REQUEST, "attached_to_name": name, "attached_to_field": ("in", FILES)}
    for file in frappe.get_all("File", filters=attached, pluck="name"):
        # The nightly job works for nobody who could have the right.
        frappe.delete_doc("File", file, ignore_permissions=True, delete_permanently=True)
    request = frappe.get_doc(REQUEST, name)
    request.db_set({field: None for field in FILES}, update_modified=False)
    text = _(
        "The files were removed, {0} days after they were made. “Export All That Is Stored” makes them anew.",
        site_language(),
    )
    request.add_comment("Info", text.format(days))
