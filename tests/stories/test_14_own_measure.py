"""A measure that a case manager is responsible for, over REST with real logins: progress, and who may not enter it."""

import json
from datetime import date, timedelta

TODAY = date.today()
ME = "casemanagement1@kim.example"


def test_a_case_manager_enters_the_progress_of_the_own_measure(admin, login, made):
    coordinator, me, colleague = login("koordination"), login("casemanagement1"), login("casemanagement2")
    barrier = coordinator.insert("Barrier", title="Wartezeit Story 14", category="waiting", description="Acht Wochen.")
    made.append(("Barrier", barrier["name"]))
    person = {"responsible_type": "User", "responsible": ME}
    mine = coordinator.insert(
        "Measure", barrier=barrier["name"], title="Termine", due_on=str(TODAY + timedelta(30)), **person
    )["name"]
    made.append(("Measure", mine))

    def told():
        return coordinator.get("Measure", mine).json()["data"]

    assert me.put("Measure", mine, progress=40, progress_note="Der Plan steht.").status_code == 200
    assert (told()["progress"], told()["progress_note"]) == (40, "Der Plan steht.")

    # Whoever saves the form sends all of it; what differs from the own share is refused and named.
    before = told()
    for values, field in (({"title": "Anders"}, "Titel"), ({"due_on": str(TODAY)}, "Fällig am")):
        refused = me.put("Measure", mine, progress=60, **values)
        assert refused.status_code == 403
        assert f"Geändert haben Sie: {field}." in refused.text, refused.text[:500]
        saved = me.call("frappe.desk.form.save.savedocs", doc={**before, "progress": 60, **values}, action="Save")
        assert saved.status_code == 403
    assert told() == before
    whole = me.call("frappe.desk.form.save.savedocs", doc={**before, "progress": 60}, action="Save")
    assert whole.status_code == 200, whole.text[:800]
    assert told()["progress"] == 60

    # Nobody else: not by the field, not by taking it over, not by the list.
    before = told()
    for client in (colleague, login("auslaenderamt"), login("einbuergerung"), login("lenkungsgruppe")):
        assert client.put("Measure", mine, progress=99).status_code == 403
        assert client.put("Measure", mine, responsible=client.user).status_code == 403
        taken = client.call("frappe.client.set_value", doctype="Measure", name=mine, fieldname="progress", value=99)
        assert taken.status_code == 403
        assert client.delete("Measure", mine).status_code == 403
    assert me.delete("Measure", mine).status_code == 403
    assert told() == before

    # The form tells each what may be changed.
    for client, may in ((me, 1), (colleague, 0), (coordinator, 1)):
        answer = client.http.get(
            f"{client.server.url}/api/method/frappe.desk.form.load.getdoc",
            params={"doctype": "Measure", "name": mine}, timeout=60,
        )  # fmt: skip
        assert answer.json()["docinfo"]["permissions"]["write"] == may, client.user
    logs = admin.get("Notification Log", filters={"document_name": mine}, limit_page_length=50).json()["data"]
    made.extend(("Notification Log", log["name"]) for log in logs)
    assert json.dumps(logs)
