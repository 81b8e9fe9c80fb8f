"""Probes of what the Desk's own scripts need; they look at the scripts that the bundles are made of."""

from pathlib import Path

from tests.pocket.probes import probe


def source_of(path):
    import frappe

    return (Path(frappe.__file__).parent / path).read_text()


@probe("workflow-actions", site=False)
def an_action_asks_the_server_for_no_workflow_record():
    script = source_of("public/js/frappe/form/workflow.js")
    assert "get_value" not in script and "frappe.workflow.workflows[me.frm.doctype]" in script


@probe("form-without-footer", site=False)
def a_live_comment_needs_no_footer():
    assert "this.footer?.refresh_comments_count()" in source_of("public/js/frappe/form/form.js")


@probe("import-end")
def the_end_of_an_import_is_told_after_it_is_stored(frappe):
    from frappe.core.doctype.data_import import data_import

    told = []
    frappe.realtime.emit_via_redis = lambda event, message, room: told.append(event)
    made = frappe.get_doc(doctype="Data Import", reference_doctype="ToDo", import_type="Insert New Records").insert()
    data_import.start_import(made.name)
    assert "data_import_refresh" not in told
    frappe.db.commit()
    assert "data_import_refresh" in told
