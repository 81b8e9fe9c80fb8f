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
    made = frappe.get_doc(doctype="Data Import", reference_doctype="Actor", import_type="Insert New Records").insert()
    data_import.start_import(made.name)
    assert "data_import_refresh" not in told
    frappe.db.commit()
    assert "data_import_refresh" in told


# What follows is exercised by tests/browser (fields, form, pages, builders); there the built scripts run. Building
# them once more without each fix would take minutes, so here only the sources are looked at.


@probe("date-picker", site=False)
def the_date_picker_knows_seconds():
    assert "Timepicker.prototype.$seconds" in source_of("public/js/frappe/form/controls/datepicker_i18n.js")


@probe("phone-field", site=False)
def a_phone_field_may_be_filled_before_it_is_drawn():
    assert "this.$isd?.text()" in source_of("public/js/frappe/form/controls/phone.js")


@probe("dashboard-view", site=False)
def a_dashboard_needs_no_filters():
    assert "this.filter_area?.filter_list" in source_of("public/js/frappe/list/list_view.js")


@probe("renamed-breadcrumb", site=False)
def the_trail_waits_for_a_renamed_document():
    assert "if (!doc) return;\n\t\tlet form_route" in source_of("public/js/frappe/views/breadcrumbs.js")


@probe("empty-gantt", site=False)
def an_empty_gantt_is_not_drawn():
    assert "if (this.tasks.length) this.render_gantt()" in source_of("public/js/frappe/views/gantt/gantt_view.js")


@probe("print-format-builder", site=False)
def the_print_format_keeps_what_it_brought():
    assert "_print_format.__onload = brought;" in source_of("public/js/print_format_builder/store.js")


@probe("missing-files", site=False)
def files_named_in_the_hooks_exist():
    import frappe.hooks as hooks

    named = [hooks.app_logo_url, *getattr(hooks, "page_js", {}).values()]
    public = Path(hooks.__file__).parent
    assert not [name for name in named if not (public / name.replace("/assets/frappe", "public").lstrip("/")).exists()]


@probe("no-outside-calls")
def the_server_asks_no_other_host(frappe):
    import frappe.boot
    from frappe.utils import has_gravatar

    def refuse(*args, **kwargs):
        raise AssertionError("a call to the outside")

    import requests

    requests.Session.request = requests.get = requests.head = refuse
    assert has_gravatar("somebody@kim.example") == ""
    assert frappe.boot.get_marketplace_apps() == []
    frappe.get_attr("frappe.desk.doctype.changelog_feed.changelog_feed.fetch_changelog_feed")()
    assert not frappe.get_all("Error Log", {"method": ("like", "%changelog%")})


@probe("reload-behind", site=False)
def a_form_that_was_left_is_not_drawn_again():
    assert "if (cur_frm === this) this.refresh()" in source_of("public/js/frappe/form/form.js")


@probe("english-hints", site=False)
def hints_of_lists_are_translated():
    script = source_of("public/js/frappe/list/list_view.js")
    assert "[__(subject_field.label)]" in script
    assert 'df.fieldtype === "Select" ? __(_value)' in script
    assert "Search for type a command" not in source_of("public/js/frappe/ui/page.html")


@probe("route-without-options", site=False)
def a_route_may_come_without_options():
    assert "frappe.route_options?.sidebar" in source_of("public/js/frappe/ui/sidebar/sidebar.js")
