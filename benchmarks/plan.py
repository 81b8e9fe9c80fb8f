"""The requests that are measured: each prepares what it needs untimed, then sends exactly one request."""

from benchmarks.records import Records, as_text, resource, review_date
from benchmarks.session import Session

METHOD = "/api/method/"
LIST_ROWS = 20
LIST_FIELDS = ["name", "person", "case_manager", "workflow_state", "modified"]


class Skipped(Exception):
    """This request cannot be measured on this server; its text is the note in the report."""


class Plan:
    """The measured requests of one server, by name; `report` is the name of a script report or empty."""

    def __init__(self, session, user, report=""):
        self.session = session
        self.records = Records(session, user)
        self.report = report
        self.person = ""
        self.case = ""
        self.stored = {}
        self._action = ""
        self._report_checked = False

    def prepare(self):
        """Makes the Person and the Case that the reading requests use, and fills the list to twenty rows."""
        self.stored = {"cases": self._count("Case"), "persons": self._count("Person")}
        self.person = self.records.make_person()
        self.case = self.records.make_case(self.person)
        for _ in range(LIST_ROWS - 1 - (self.stored["cases"] or 0)):
            self.records.make_case(self.person)

    def requests(self):
        """Returns {name: function of the run's number that answers an Answer}, in the order of measuring."""
        return {
            "get_case": self.get_case,
            "list_20": self.list_20,
            "list_filtered_sorted": self.list_filtered_sorted,
            "reportview": self.reportview,
            "getdoctype": self.getdoctype,
            "getdoc": self.getdoc,
            "search_link": self.search_link,
            "post_case": self.post_case,
            "put_case": self.put_case,
            "apply_workflow": self.apply_workflow,
            "get_transitions": self.get_transitions,
            "script_report": self.script_report,
            "desk_page": self.desk_page,
        }

    def get_case(self, run):
        return self.session.get(resource("Case", self.case))

    def list_20(self, run):
        return self.session.get(resource("Case"), fields=as_text(LIST_FIELDS), limit_page_length=LIST_ROWS)

    def list_filtered_sorted(self, run):
        filters = [["case_manager", "=", self.records.user], ["modified", ">", "2000-01-01"]]
        return self.session.get(
            resource("Case"),
            fields=as_text(LIST_FIELDS),
            filters=as_text(filters),
            order_by="opened_on desc",
            limit_page_length=LIST_ROWS,
        )

    def reportview(self, run):
        form = {
            "doctype": "Case",
            "fields": as_text([f"`tabCase`.`{field}`" for field in LIST_FIELDS]),
            "filters": "[]",
            "order_by": "`tabCase`.`modified` desc",
            "start": 0,
            "page_length": LIST_ROWS,
            "view": "List",
        }
        return self.session.call("POST", METHOD + "frappe.desk.reportview.get", form=form)

    def getdoctype(self, run):
        return self.session.get(METHOD + "frappe.desk.form.load.getdoctype", doctype="Case", with_parent=1)

    def getdoc(self, run):
        return self.session.get(METHOD + "frappe.desk.form.load.getdoc", doctype="Case", name=self.case)

    def search_link(self, run):
        form = {"doctype": "Person", "txt": "Test", "reference_doctype": "Case", "page_length": 10}
        return self.session.call("POST", METHOD + "frappe.desk.search.search_link", form=form)

    def post_case(self, run):
        values = self.records.case_values(self.person)
        answer = self.session.call("POST", resource("Case"), data=values)
        self.records.adopt("Case", answer)
        return answer

    def put_case(self, run):
        values = {"next_review_on": review_date(run)}
        return self.session.call("PUT", resource("Case", self.case), data=values)

    def apply_workflow(self, run):
        """A new Case each time, for an action leads away from the state that allows it."""
        action = self._working_action()
        return self._apply(self.records.make_case(self.person), action)

    def get_transitions(self, run):
        form = {"doc": as_text(self._case_doc(self.case))}
        return self.session.call("POST", METHOD + "frappe.model.workflow.get_transitions", form=form)

    def script_report(self, run):
        if not self.report:
            raise Skipped("no --report was named")
        self._check_report()
        form = {"report_name": self.report, "filters": "{}", "ignore_prepared_report": 1}
        return self.session.call("POST", METHOD + "frappe.desk.query_report.run", form=form)

    def desk_page(self, run):
        if not self.session.desk_path:
            raise Skipped("neither /desk nor /app answered")
        return self.session.get(self.session.desk_path)

    def _check_report(self):
        if self._report_checked:
            return
        answer = self.session.get(resource("Report", self.report))
        if not answer.ok:
            raise Skipped(f"the report {self.report} is not there (status {answer.status})")
        self._report_checked = True

    def _case_doc(self, name):
        return dict(self.records.read("Case", name), doctype="Case")

    def _apply(self, name, action):
        form = {"doc": as_text(self._case_doc(name)), "action": action}
        return self.session.call("POST", METHOD + "frappe.model.workflow.apply_workflow", form=form)

    def _working_action(self):
        """Returns the first workflow action that a new Case takes; gates may refuse some of them."""
        if self._action:
            return self._action
        offered = self.get_transitions(0).json().get("message") or []
        reason = "Case has no workflow action for this user"
        for action in [transition["action"] for transition in offered]:
            answer = self._apply(self.records.make_case(self.person), action)
            if answer.ok:
                self._action = action
                return action
            reason = f"no workflow action is possible on a new Case: {answer.reason()}"
        raise Skipped(reason)

    def server_info(self):
        """Returns what the server says about itself, for the report."""
        session = self.session
        return {
            "url": session.base_url,
            "software": session.server_software,
            "versions": self._versions(),
            "desk_path": session.desk_path,
            "user": self.records.user,
            "stored_before": self.stored,
            "workflow_action": self._action,
            "keep_alive": session.connections < session.requests / 2,
        }

    def _versions(self):
        """Returns {app: version}, or an empty dict where the server does not tell."""
        found = self.session.get(METHOD + "frappe.utils.change_log.get_versions").json().get("message")
        if not isinstance(found, dict):
            return {}
        return {app: entry.get("version") for app, entry in found.items() if isinstance(entry, dict)}

    def _count(self, doctype):
        found = self.session.get(METHOD + "frappe.client.get_count", doctype=doctype).json().get("message")
        return found if isinstance(found, int) else None


def open_plan(target):
    """Logs in on a `cli.Target` and makes the records its plan needs; cleans up if that fails half-way."""
    session = Session(target.url, timeout=target.timeout, host_header=target.host_header)
    session.login(target.user, target.password)
    plan = Plan(session, target.user, target.report)
    if target.cleaner:
        plan.records.cleaner = Session(target.url, timeout=target.timeout, host_header=target.host_header)
        plan.records.cleaner.login(target.cleaner, target.cleaner_password)
    try:
        plan.prepare()
    except BaseException:
        plan.records.delete_all()
        raise
    return plan
