"""The records a benchmark makes for itself through REST, and takes away again."""

import json
import secrets
from datetime import date, timedelta
from urllib.parse import quote

from benchmarks.session import BenchmarkError

FILLERS = {"Check": 0, "Int": 1, "Float": 1, "Currency": 1, "Percent": 1, "Duration": 1}
TEXTS = ("Data", "Small Text", "Text", "Long Text", "Text Editor", "Autocomplete")


def resource(doctype, name=""):
    """Returns the REST path of a DocType or of one of its documents."""
    path = "/api/resource/" + quote(doctype)
    return path + ("/" + quote(name, safe="") if name else "")


def filler(field, first_of):
    """Returns a plausible value for a mandatory field; `first_of(doctype)` gives a Link's first document."""
    kind = field.get("fieldtype")
    if kind == "Select":
        return next((line for line in (field.get("options") or "").split("\n") if line), None)
    if kind == "Link":
        return first_of(field.get("options"))
    if kind in ("Date", "Datetime"):
        return date.today().isoformat()
    if kind in TEXTS:
        return "Benchmark"
    return FILLERS.get(kind)


def complete(values, fields, first_of):
    """Returns the values plus one for each mandatory field that has neither a value nor a default."""
    completed = dict(values)
    for field in fields:
        needed = field.get("reqd") and not field.get("default") and not field.get("fetch_from")
        if needed and field["fieldname"] not in completed:
            value = filler(field, first_of)
            if value is not None:
                completed[field["fieldname"]] = value
    return completed


class Records:
    """Makes documents on one server and knows which of them still exist."""

    def __init__(self, session, user):
        self.session = session
        self.cleaner = session  # who deletes; another session where the measured user may not
        self.user = user
        self.made = []  # (doctype, name), in the order of making
        self.mark = "Benchmark-" + secrets.token_hex(4)  # last name of this run's Person, to find it again
        self.fields = {}

    def fields_of(self, doctype):
        """Returns the field definitions of a DocType, asked once."""
        if doctype not in self.fields:
            answer = self.session.get("/api/method/frappe.desk.form.load.getdoctype", doctype=doctype)
            docs = answer.json().get("docs") or []
            found = [doc for doc in docs if doc.get("name") == doctype]
            if not answer.ok or not found:
                raise BenchmarkError(
                    f"{self.session.base_url} has no DocType {doctype} for this user: {answer.reason()}."
                )
            self.fields[doctype] = found[0]["fields"]
        return self.fields[doctype]

    def first_of(self, doctype):
        """Returns the name of any document of a DocType, or None."""
        answer = self.session.get(resource(doctype), limit_page_length=1)
        rows = answer.json().get("data") or []
        return rows[0]["name"] if rows else None

    def values_for(self, doctype, **values):
        return complete(values, self.fields_of(doctype), self.first_of)

    def person_values(self):
        return self.values_for("Person", first_name="Testperson", last_name=self.mark)

    def case_values(self, person):
        return self.values_for("Case", person=person, case_manager=self.user)

    def adopt(self, doctype, answer):
        """Notes what an insert made, so that it is deleted at the end; returns the document's name."""
        name = (answer.json().get("data") or {}).get("name")
        if not answer.ok or not name:
            raise BenchmarkError(
                f"{self.session.base_url} made no {doctype} (status {answer.status}): {answer.reason()}."
            )
        self.made.append((doctype, name))
        return name

    def make(self, doctype, values):
        return self.adopt(doctype, self.session.call("POST", resource(doctype), data=values))

    def make_person(self):
        return self.make("Person", self.person_values())

    def make_case(self, person):
        return self.make("Case", self.case_values(person))

    def read(self, doctype, name):
        return self.session.get(resource(doctype, name)).json().get("data") or {}

    def delete_all(self):
        """Deletes everything made, newest first; returns what could not be deleted, with the reason."""
        self.cleaner.close()  # an interrupted request leaves the connection unusable
        self._adopt_strays("Person", "last_name", [self.mark])
        self._adopt_strays("Case", "person", [name for doctype, name in self.made if doctype == "Person"])
        left = []
        while self.made:
            doctype, name = self.made.pop()
            try:
                answer = self.cleaner.call("DELETE", resource(doctype, name))
                reason = "" if answer.ok or answer.status == 404 else answer.reason()
            except BenchmarkError as error:
                reason = str(error)
            if reason:
                left.append({"doctype": doctype, "name": name, "reason": reason})
        return left

    def _adopt_strays(self, doctype, field, values):
        """Finds this run's documents whose making was interrupted before the answer was read."""
        filters = as_text([[field, "in", values]])
        try:
            answer = self.cleaner.get(resource(doctype), filters=filters, limit_page_length=0)
        except BenchmarkError:
            return  # deleting will tell
        for row in answer.json().get("data") or []:
            if values and (doctype, row["name"]) not in self.made:
                self.made.append((doctype, row["name"]))


def review_date(run):
    """Returns a date as text that differs from the one of the run before, so that each save is a change."""
    return (date.today() + timedelta(days=30 + run % 2)).isoformat()


def as_text(value):
    """Returns a value as compact JSON, the way the Desk sends it in a form field."""
    return json.dumps(value, separators=(",", ":"))
