"""An administrator configures everything and gets to no content, whatever is built for it."""

import json

import pytest

from tests.permissions.conftest import SECRET

SECRET_SQL = "select note from `tabContact Note`"

BUILT = {
    "a query report": {
        "doctype": "Report", "report_name": "Alles", "ref_doctype": "ToDo", "report_type": "Query Report",
        "is_standard": "No", "query": SECRET_SQL,
    },
    "a client script": {"doctype": "Client Script", "name": "Skript", "dt": "Case", "script": "alert(1)"},
    "a server script": {
        "doctype": "Server Script", "name": "Skript", "script_type": "API", "api_method": "alles", "script": "x = 1",
    },
    "a print format that queries": {
        "doctype": "Print Format", "name": "Druck", "doc_type": "Life Area", "custom_format": 1,
        "print_format_type": "Jinja", "html": "{{ frappe.db.sql('select 1') }}", "standard": "No",
    },
    "an email template that queries": {
        "doctype": "Email Template", "name": "Vorlage", "subject": "x", "response": "{{ frappe.get_all('Case') }}",
    },
    "a notification with content": {
        "doctype": "Notification", "name": "Meldung", "document_type": "Contact Note", "event": "New",
        "subject": "Neu: {{ doc.note }}", "message": "x", "channel": "System Notification",
        "recipients": [{"receiver_by_role": "KIM Administrator"}],
    },
    "a webhook": {
        "doctype": "Webhook", "name": "Haken", "webhook_doctype": "Case", "webhook_docevent": "after_insert",
        "request_url": "https://example.invalid", "request_structure": "",
    },
    "a report mailed with the rights of others": {
        "doctype": "Auto Email Report", "report": "ToDo", "user": "Administrator", "email_to": "x@app.test",
        "format": "CSV", "frequency": "Daily", "enabled": 1,
    },
    "a field that fetches a name": {
        "doctype": "Custom Field", "dt": "Application", "fieldname": "geholt", "label": "Geholt", "fieldtype": "Data",
        "fetch_from": "case.concern",
    },
    "a form that fetches a name": {
        "doctype": "DocType", "name": "Abholung", "module": "Custom", "custom": 1,
        "fields": [
            {"fieldname": "wer", "fieldtype": "Link", "options": "Person", "label": "Wer"},
            {"fieldname": "name_", "fieldtype": "Data", "fetch_from": "wer.full_name", "label": "Name"},
        ],
        "permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1}],
    },
    "a person without versions": {
        "doctype": "Property Setter", "doc_type": "Person", "doctype_or_field": "DocType", "property": "track_changes",
        "property_type": "Check", "value": "0",
    },
    "notes in the global search": {
        "doctype": "Property Setter", "doc_type": "Contact Note", "doctype_or_field": "DocField", "field_name": "note",
        "property": "in_global_search", "property_type": "Check", "value": "1",
    },
    "a hidden field made open": {
        "doctype": "Property Setter", "doc_type": "Person", "doctype_or_field": "DocField", "field_name": "household",
        "property": "permlevel", "property_type": "Int", "value": "0",
    },
    "a print format that loads another document": {
        "doctype": "Print Format", "name": "Druck", "doc_type": "Life Area", "custom_format": 1,
        "print_format_type": "Jinja", "standard": "No",
        "html": "{{ doc.update({'doctype': 'Person', 'name': 'P-00001'}) }}{{ doc.reload() }}{{ doc.phone }}",
    },
    "a built print format that loads another document": {
        "doctype": "Print Format", "name": "Druck", "doc_type": "Life Area", "standard": "No",
        "format_data": json.dumps([{"fieldtype": "Custom HTML", "options": "{{ doc.get_doc_before_save() }}"}]),
    },
    "a mail that goes to what was asked": {
        "doctype": "Notification", "name": "Meldung", "document_type": "Life Area", "event": "New", "subject": "x",
        "message": "x", "channel": "Email", "recipients": [{"cc": "{{ frappe.db.sql('x') }}@app.test"}],
    },
    "a notification with comments": {
        "doctype": "Notification", "name": "Meldung", "document_type": "Comment", "event": "New",
        "subject": "{{ doc.content }}", "message": "x", "channel": "System Notification",
        "recipients": [{"receiver_by_role": "KIM Administrator"}],
    },
    "a webhook with old values": {
        "doctype": "Webhook", "name": "Haken", "webhook_doctype": "Version", "webhook_docevent": "after_insert",
        "request_url": "https://example.invalid", "request_structure": "",
    },
    "a webhook that asks": {
        "doctype": "Webhook", "name": "Haken", "webhook_doctype": "Life Area", "webhook_docevent": "after_insert",
        "request_url": "https://example.invalid", "request_structure": "JSON",
        "webhook_json": '{"x": "{{ frappe.get_all(1) }}"}',
    },
    "a task that asks": {
        "doctype": "Assignment Rule", "name": "Zuweisung", "document_type": "Life Area", "assign_condition": "1",
        "description": "{{ frappe.get_all('Case') }}", "assignment_days": [{"day": "Monday"}], "rule": "Round Robin",
        "users": [{"user": "Administrator"}],
    },
    "a workflow that asks": {
        "doctype": "Workflow", "workflow_name": "Ablauf", "document_type": "Life Area", "is_active": 0,
        "workflow_state_field": "workflow_state", "states": [{"state": "Enquiry", "allow_edit": "KIM Administrator"}],
        "transitions": [
            {"state": "Enquiry", "action": "Reopen", "next_state": "Enquiry", "allowed": "KIM Administrator",
             "condition": "frappe.db.get_value('Contact Note', 'N-00001', 'note') > 'm'"},
        ],
    },
    "a web form of persons": {
        "doctype": "Web Form", "title": "Personen", "route": "personen", "doc_type": "Person", "module": "KIM",
        "web_form_fields": [{"fieldname": "last_name", "fieldtype": "Data", "label": "Name"}],
    },
    "a condition that calls": {
        "doctype": "Property Setter", "doc_type": "Case", "doctype_or_field": "DocField", "field_name": "priority",
        "property": "depends_on", "property_type": "Code", "value": "eval:fetch('https://example.invalid')",
    },
    "a condition that changes": {
        "doctype": "Custom Field", "dt": "Case", "fieldname": "neu", "label": "Neu", "fieldtype": "Data",
        "depends_on": "eval:doc.case_manager = 'admin@app.test'",
    },
    "a field with a script": {
        "doctype": "Custom Field", "dt": "Case", "fieldname": "neu", "label": "Neu", "fieldtype": "HTML",
        "options": "<img src=x onerror=alert(1)>",
    },
    "a field with a template": {
        "doctype": "Custom Field", "dt": "Case", "fieldname": "neu", "label": "Neu", "fieldtype": "HTML",
        "options": "{% alert(1) %}",
    },
    "a word with a script": {
        "doctype": "Translation", "language": "de", "source_text": "Save",
        "translated_text": "Sichern<img src=x onerror=alert(1)>",
    },
}  # fmt: skip


@pytest.mark.parametrize("what", BUILT)
def test_no_way_to_content_is_built(site, town, acting, what):
    values = BUILT[what]
    before = site.db.count(values["doctype"])
    with acting(town.people["admin"]), pytest.raises((site.PermissionError, site.ValidationError)) as caught:
        site.get_doc(values).insert()
    assert caught.type is site.PermissionError, caught.value
    assert site.db.count(values["doctype"]) == before


def test_the_console_is_not_for_administrators(site, town, acting, call):
    ask = {"doctype": "System Console", "type": "SQL", "console": SECRET_SQL}
    with acting(town.people["admin"]), pytest.raises(site.PermissionError):
        call("frappe.desk.doctype.system_console.system_console.execute_code", doc=ask)


def test_what_configures_is_allowed(site, town, acting, make):
    with acting(town.people["admin"]):
        make(
            "Notification", name="Frist", document_type="Case", event="New", subject="Neu: {{ doc.name }}",
            message="Bitte ansehen.", channel="System Notification",
            recipients=[{"receiver_by_role": "KIM Case Manager"}],
        )  # fmt: skip
        make(
            "Print Format", name="Druck", doc_type="Life Area", custom_format=1, print_format_type="Jinja",
            html="<p>{{ doc.label }}</p>", standard="No",
        )  # fmt: skip
        make("Property Setter", doc_type="Person", doctype_or_field="DocField", field_name="phone", property="label",
             property_type="Data", value="Telefon")  # fmt: skip
        make("Property Setter", doc_type="Person", doctype_or_field="DocField", field_name="phone",
             property="depends_on", property_type="Code",
             value="eval:['Male', 'Other'].includes(doc.gender) && !doc.__islocal")  # fmt: skip
        html = {"fieldname": "hinweis", "label": "Hinweis", "fieldtype": "HTML", "options": "<b>Bitte</b>"}
        # Inserting it would change the table, which no rollback takes back.
        site.get_doc({"doctype": "Custom Field", "dt": "Case", **html}).run_method("validate")
        make("Translation", language="de", source_text="Save", translated_text="<b>Sichern</b>")
        make("Life Area", code="garden", label="Garten")
    assert site.db.exists("Notification", "Frist")


def test_nobody_gives_oneself_a_role_with_content(site, town, acting):
    admin = town.people["admin"]
    with acting(admin):
        user = site.get_doc("User", admin)
        user.append("roles", {"role": "KIM Case Manager"})
        with pytest.raises(site.PermissionError, match="Please ask another administrator"):
            user.save()
        row = {"doctype": "Has Role", "parent": admin, "parenttype": "User", "parentfield": "roles"}
        with pytest.raises(site.PermissionError):
            site.get_doc({**row, "role": "KIM Data Protection Officer"}).insert()
    assert "KIM Case Manager" not in site.get_roles(admin)


def test_the_officer_is_told_who_was_given_what(site, town, acting):
    with acting(town.people["admin"]):
        user = site.get_doc("User", town.people["nobody"])
        user.append("roles", {"role": "KIM Case Manager"})
        user.save()
    told = site.get_all(
        "Notification Log", filters={"for_user": town.people["officer"]}, fields=["subject", "from_user"]
    )
    assert [(row.from_user, town.people["nobody"] in row.subject) for row in told] == [(town.people["admin"], True)]


def test_a_right_on_content_given_to_administrators_opens_nothing(site, town, acting, call):
    from frappe.permissions import add_permission, update_permission_property

    with acting(town.people["admin"]):
        for role in ("System Manager", "KIM Administrator"):
            add_permission("Contact Note", role)
            for right in ("export", "share", "delete"):
                update_permission_property("Contact Note", role, 0, right, 1, validate=False)
        note = town.docs.note.name
        assert call("frappe.client.get_list", doctype="Contact Note", fields=["name", "note"]) == []
        with pytest.raises(site.PermissionError):
            call("frappe.client.get", doctype="Contact Note", name=note)
        with pytest.raises(site.PermissionError):
            site.get_doc({"doctype": "DocShare", "user": town.people["admin"], "share_doctype": "Contact Note",
                          "share_name": note, "read": 1}).insert()  # fmt: skip
        with pytest.raises(site.PermissionError):
            call("frappe.client.delete", doctype="Contact Note", name=note)
    told = site.get_all("Notification Log", filters={"for_user": town.people["officer"]}, pluck="subject")
    assert told
    assert site.db.exists("Contact Note", note)


def test_what_was_deleted_is_not_read_in_the_bin(site, town, acting, call):
    site.delete_doc("Comment", site.get_all("Comment", {"content": ("like", f"%{SECRET}%")}, pluck="name")[0])
    site.delete_doc("Contact Note", town.docs.note.name)
    site.delete_doc("Life Area", site.get_doc({"doctype": "Life Area", "code": "bin", "label": "Bin"}).insert().name)
    with acting(town.people["admin"]):
        rows = call("frappe.client.get_list", doctype="Deleted Document", fields=["*"], limit_page_length=0)
        assert SECRET not in json.dumps(rows, default=str)
        assert [row["deleted_doctype"] for row in rows if row["deleted_name"] == "bin"] == ["Life Area"]
        for name in site.get_all("Deleted Document", {"deleted_doctype": "Contact Note"}, pluck="name"):
            with pytest.raises(site.PermissionError):
                call("frappe.core.doctype.deleted_document.deleted_document.restore", name=name)


def test_an_import_writes_no_content(site, town, acting, make):
    with acting(town.people["admin"]), pytest.raises((site.PermissionError, site.ValidationError)):
        job = make("Data Import", reference_doctype="Person", import_type="Insert New Records")
        job.start_import()
    assert not site.db.exists("Data Import", {"reference_doctype": "Person"})


def test_a_workspace_holds_no_script(site, town, acting):
    site.get_doc("User", town.people["admin"]).add_roles("Workspace Manager")
    text = json.dumps([{"type": "paragraph", "data": {"text": "<img src=x onerror=alert(1)>"}}])
    with acting(town.people["admin"]):
        workspace = site.get_doc("Workspace", "KIM")
        with pytest.raises(site.PermissionError, match="hold no scripts"):
            workspace.update({"content": text}).save()
        workspace.reload().save()


@pytest.mark.parametrize("log", ["Error Log", "Scheduled Job Log"])
def test_what_went_wrong_is_not_read_by_administrators(site, town, acting, call, make, log):
    values = {"Error Log": {"error": SECRET}, "Scheduled Job Log": {"details": SECRET}}[log]
    name = site.get_doc({"doctype": log, **values}).insert(ignore_mandatory=True).name
    with acting(town.people["admin"]):
        assert call("frappe.client.get_list", doctype=log, fields=["*"]) == []
        with pytest.raises(site.PermissionError):
            call("frappe.client.get", doctype=log, name=name)


def test_what_is_being_sent_is_not_read_by_administrators(site, town, acting, call):
    from frappe.utils.background_jobs import create_job_id, get_queue

    jobs = {"doctype": "RQ Job", "fields": ["*"], "order_by": "creation desc"}
    arguments = {"site": site.local.site, "kwargs": {"text": SECRET}}
    job = get_queue("default").enqueue_call("frappe.ping", kwargs=arguments, job_id=create_job_id())
    try:
        assert SECRET in json.dumps(call("frappe.client.get_list", **jobs), default=str)
        with acting(town.people["admin"]):
            listed = call("frappe.client.get_list", **jobs)
            opened = call("frappe.client.get", doctype="RQ Job", name=job.id)
        assert job.id in {row["name"] for row in listed}
        assert opened["status"] == "queued", "whether the jobs are healthy is an administrator's business"
        assert SECRET not in json.dumps([listed, opened], default=str)
    finally:
        job.delete()


def test_a_notification_is_read_by_whom_it_is_for(site, town, acting, call, make):
    told = {"for_user": town.people["owner"], "type": "Mention", "subject": "Neu", "email_content": SECRET}
    name = make("Notification Log", **told, document_type="Case", document_name=town.docs.case.name).name
    with acting(town.people["owner"]):
        assert call("frappe.client.get", doctype="Notification Log", name=name)["email_content"] == SECRET
    for other in ("admin", "stranger"):
        with acting(town.people[other]), pytest.raises(site.PermissionError):
            call("frappe.client.get", doctype="Notification Log", name=name)
