"""What KIM tells Frappe about itself."""

from kim_app import __version__
from kim_app.gates import GATED
from kim_app.permissions import RULED
from kim_app.permissions.companions import FOLLOWING

app_name = "kim_app"
app_title = "KIM"
app_publisher = "KIM contributors"
app_description = "Municipal integration management: counselling cases, applications and the network around them"
app_email = "kim@kim.example"
app_license = "mit"
app_logo_url = "/assets/kim_app/images/kim-logo.svg"
app_home = "/app/kim"

# "/app/…" is the Desk of v15; v16 forwards it to "/desk/…".
add_to_apps_screen = [
    {
        "name": app_name,
        "logo": app_logo_url,
        "title": app_title,
        "route": app_home,
        "has_permission": "kim_app.permissions.has_app_permission",
    }
]

website_context = {"favicon": app_logo_url, "splash_image": app_logo_url}

after_install = "kim_app.setup.install.after_install"
after_migrate = "kim_app.setup.install.after_migrate"
boot_session = "kim_app.boot.boot_session"

# Whoever sets up a training site calls this hook of every installed app with the keyword `password`
# and shows the returned logins: a list of {"user", "full_name", "role"}.
demo_data = "kim_app.demo.install"

permission_query_conditions = dict.fromkeys(RULED, "kim_app.permissions.list_condition")
has_permission = dict.fromkeys(RULED, "kim_app.permissions.has_permission")

_WORKFLOW = "frappe.workflow.doctype.workflow.workflow"

# Frappe counts connected documents, tells link titles and sends timelines without asking who may see them.
override_whitelisted_methods = {
    "frappe.desk.notifications.get_open_count": "kim_app.guards.get_open_count",
    "frappe.desk.search.get_link_title": "kim_app.guards.get_link_title",
    "frappe.desk.form.load.getdoc": "kim_app.guards.forms.getdoc",
    "frappe.desk.form.load.get_docinfo": "kim_app.guards.forms.get_docinfo",
    "frappe.desk.form.load.get_communications": "kim_app.guards.forms.get_communications",
    "frappe.desk.form.save.savedocs": "kim_app.guards.forms.savedocs",
    "frappe.desk.doctype.dashboard_chart.dashboard_chart.get": "kim_app.charts.get",
    f"{_WORKFLOW}.get_workflow_state_count": "kim_app.api.workflow.get_workflow_state_count",
    "frappe.model.workflow.get_transitions": "kim_app.api.workflow.get_transitions",
}

# Frappe takes the address of a private file for granted wherever it is written.
override_doctype_class = {
    "File": "kim_app.files.GuardedFile",
    "Data Import": "kim_app.files.GuardedDataImport",
    "System Console": "kim_app.guards.fences.GuardedConsole",
    "RQ Job": "kim_app.guards.fences.GuardedJob",
}

_CODE = "kim_app.guards.fences.refuse_code"
_CARRYING = "kim_app.guards.fences.refuse_carrying_away"
_TEMPLATES = "kim_app.guards.templates.refuse_reaching_templates"
_ACTIVE_TEXTS = "kim_app.guards.browser.refuse_active_texts"
_FORMS = ["kim_app.guards.fences.refuse_weaker_forms", "kim_app.guards.browser.refuse_active_fields"]
_ROWS = "kim_app.guards.browser.refuse_active_rows"

# An administrator changes forms, lists and workflows, and builds no way to content.
_FENCES = {
    **dict.fromkeys(("Server Script", "Client Script", "Report", "Custom HTML Block", "Web Page"), _CODE),
    **dict.fromkeys(("Web Template", "Website Script", "Website Theme"), _CODE),
    **dict.fromkeys(("Print Format", "Email Template", "Email Account", "Address Template"), _TEMPLATES),
    **dict.fromkeys(("Assignment Rule", "Auto Repeat"), _TEMPLATES),
    "Letter Head": [_TEMPLATES, _CODE],
    "Notification": [_TEMPLATES, "kim_app.guards.fences.refuse_telling_notifications"],
    "Webhook": [_TEMPLATES, _CARRYING],
    "Web Form": [_CODE, _CARRYING],
    "Auto Email Report": [_CARRYING],
    "Workflow": [
        "kim_app.guards.templates.refuse_asking_conditions",
        "kim_app.workflow_rules.checking.check",
        "kim_app.workflow_rules.stranding.refuse_stranding",
    ],
    **dict.fromkeys(("Property Setter", "Custom Field", "DocType"), _FORMS),
    **dict.fromkeys(("Workspace Sidebar", "Navbar Settings"), _ROWS),
    **dict.fromkeys(("Translation", "Workspace", "Form Tour", "Website Settings"), _ACTIVE_TEXTS),
}

REFUSED_ON_PERSONS = "kim_app.permissions.traces.refuse_on_shared"

doc_events = {
    "*": {
        "before_validate": [
            "kim_app.entries.require_whole_documents",
            "kim_app.entries.require_sound_entries",
            "kim_app.permissions.keep_author",
        ],
        "validate": [
            "kim_app.files.require_readable_attachments",
            "kim_app.workflow_rules.steps.hold",
        ],
        "on_update": "kim_app.workflow_rules.arriving.arrive",
    },
    **{doctype: {"validate": ["kim_app.gates.pass_gates", "kim_app.state_history.note_state"]} for doctype in GATED},
    "Person": {"validate": "kim_app.permissions.traces.hide_author"},
    **{doctype: {"validate": REFUSED_ON_PERSONS} for doctype in FOLLOWING if doctype not in ("Comment", "Milestone")},
    "Comment": {
        "validate": [REFUSED_ON_PERSONS, "kim_app.permissions.traces.refuse_mention_of_outsiders"],
        "on_update": "kim_app.permissions.traces.forget_copy_of_comments",
        "after_delete": "kim_app.permissions.traces.forget_copy_of_comments",
    },
    **{doctype: {"validate": functions} for doctype, functions in _FENCES.items()},
    "User": {"validate": "kim_app.guards.granting.check_user"},
    "Has Role": {"validate": "kim_app.guards.granting.check_role_row"},
    "Custom DocPerm": {"on_update": "kim_app.guards.granting.tell_of_rights"},
}

# Which case an application belongs to follows from consents and open cases.
_case_links = {
    "on_update": "kim_app.applications.case_link.link_cases_of",
    "after_delete": "kim_app.applications.case_link.link_cases_of",
}
doc_events["Case"].update(_case_links)
doc_events["ToDo"]["on_update"] = "kim_app.cooperation.decisions.note_end"
# Who reported a barrier is told to those alone who follow it up.
doc_events["Barrier"]["validate"].append("kim_app.permissions.traces.hide_author")
doc_events["Consent"] = {
    **_case_links,
    "on_update": ["kim_app.network.withdrawal.stop_referrals", _case_links["on_update"]],
}

jinja = {"methods": ["kim_app.applications.papers.request_letter"]}

additional_timeline_content = {"Case": ["kim_app.cases.timeline.items"]}

# Pictures of figures stand on workspaces and forms alike. Browsers keep the file until the version is another.
app_include_js = f"/assets/kim_app/js/pictures.js?v={__version__}"

# Scripts that several forms share. A workflow may be given to every DocType with a rule.
_STEPS = "public/js/workflow_steps.js"
doctype_js = {
    **{doctype: [_STEPS] for doctype in RULED},
    "Case": ["public/js/assessment_picture.js", "public/js/new_consent.js", _STEPS],
    "Assessment": ["public/js/assessment_picture.js", _STEPS],
    "Meeting": ["public/js/report_barrier.js", _STEPS],
    "Person": ["public/js/new_consent.js", _STEPS],
    "Actor": ["public/js/directory.js", _STEPS],
    "Offer": ["public/js/directory.js", _STEPS],
    "Workflow": ["public/js/workflow_rules.js", "public/js/workflow_trial.js"],
}
doctype_list_js = {"Actor": "public/js/directory.js"}

scheduler_events = {
    "daily": [
        "kim_app.persons.residence.carry_all",
        "kim_app.persons.household.recount_birthdays",
        "kim_app.data_protection.retention_run.propose",
        "kim_app.data_protection.exports.remove_old",
        "kim_app.network.withdrawal.stop_ended",
        "kim_app.reminders.remind",
        "kim_app.figures.mailing.send_due",
    ]
}

# The framework keeps its log of prints and downloads for ever otherwise.
default_log_clearing_doctypes = {"Access Log": 365}

# The directory of the network can be found from everywhere; persons and cases are looked up in their own lists.
global_search_doctypes = {"Default": [{"doctype": "Actor", "index": 0}, {"doctype": "Offer", "index": 1}]}

export_python_type_annotations = True
require_type_annotated_api_methods = True
