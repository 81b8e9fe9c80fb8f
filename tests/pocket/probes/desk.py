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
