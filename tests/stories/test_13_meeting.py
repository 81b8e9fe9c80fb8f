"""A meeting over REST with real logins: invitation, change, minutes, tasks, end; and who gets nothing of it."""

import email
import email.policy
from datetime import date, timedelta

import pytest
import vobject

DAY = date.today() + timedelta(20)
OUTSIDER = "vera@story13.example"
SECRET = "Geheimer Tagesordnungspunkt"


@pytest.fixture
def account(admin, made):
    """An outgoing account whose server does not answer: mails stay in the queue, where the test reads them."""
    values = {
        "email_account_name": "Story 13", "email_id": "kim@story13.example", "enable_outgoing": 1,
        "default_outgoing": 1, "smtp_server": "127.0.0.1", "smtp_port": "9", "no_smtp_authentication": 1,
        "use_tls": 0, "awaiting_password": 1,
    }  # fmt: skip
    made.append(("Email Account", admin.insert("Email Account", **values)["name"]))


@pytest.fixture
def mails(admin, made):
    """Return a function that gives the mails queued since the last call, by their recipient."""

    def queued():
        rows = admin.get("Email Queue", order_by="creation desc", limit_page_length=20).json()["data"]
        return [row["name"] for row in rows]

    seen = set(queued())

    def new():
        found = {}
        for name in queued():
            if name in seen:
                continue
            seen.add(name)
            made.append(("Email Queue", name))
            stored = admin.get("Email Queue", name).json()["data"]
            message = email.message_from_string(stored["message"], policy=email.policy.default)
            found |= {row["recipient"]: message for row in stored["recipients"]}
        return found

    return new


def event_of(message):
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    calendar = vobject.readOne(part.get_content())
    return calendar.method.value, calendar.vevent.uid.value, int(calendar.vevent.sequence.value)


def whole(message):
    parts = [str(part.get_content()) for part in message.walk() if part.get_content_maintype() == "text"]
    return "\n".join((*parts, *(str(value) for value in message.values())))


def step(client, name, action):
    doc = client.get("Meeting", name).json()["data"]
    answer = client.call("frappe.model.workflow.apply_workflow", doc=doc, action=action)
    assert answer.status_code == 200, answer.text[:1500]
    return answer


def plan(client, made, **values):
    doc = client.insert(
        "Meeting",
        **{
            "title": "AG Story", "meeting_type": "Working Group", "starts_on": f"{DAY} 10:00:00", "location": "Saal 2",
            "participants": [
                {"user": "casemanagement1@kim.example"},
                {"participant_name": "Vera Verein", "email": OUTSIDER, "with_client": 1},
            ],
            "agenda": [{"topic": SECRET}], **values,
        },
    )  # fmt: skip
    made.append(("Meeting", doc["name"]))
    return doc["name"]


def test_a_working_group_from_invitation_to_task(admin, login, made, account, mails):
    coordinator, colleague = login("koordination"), login("casemanagement1")
    name = plan(coordinator, made)
    step(coordinator, name, "Invite")
    sent = mails()
    assert set(sent) == {OUTSIDER, "casemanagement1@kim.example"}
    assert all(SECRET not in whole(message) for message in sent.values())
    assert name not in whole(sent[OUTSIDER])
    assert f"/meeting/{name}" in whole(sent["casemanagement1@kim.example"])
    method, uid, number = event_of(sent[OUTSIDER])
    assert (method, number) == ("REQUEST", 0)

    assert coordinator.put("Meeting", name, starts_on=f"{DAY} 14:00:00").status_code == 200
    assert event_of(mails()[OUTSIDER]) == ("REQUEST", uid, 1)

    # The participant reads, and changes, sends and downloads nothing more than the own calendar file.
    path = f"{colleague.server.url}/api/method/kim_app.api.meeting.calendar_file"
    answer = colleague.http.get(path, params={"meeting": name}, timeout=60)
    assert answer.headers["content-type"].startswith("text/calendar")
    assert vobject.readOne(answer.text).vevent.uid.value == uid
    for method in ("send_invitations", "fill_agenda", "make_tasks", "proposals"):
        assert colleague.call(f"kim_app.api.meeting.{method}", meeting=name).status_code == 403
    assert mails() == {}

    step(coordinator, name, "Mark as Held")
    decision = {"decision": "Wegweiser drucken", "responsible_user": "auslaenderamt@kim.example", "due_on": str(DAY)}
    assert coordinator.put("Meeting", name, minutes="<p>Besprochen</p>", decisions=[decision]).status_code == 200
    step(coordinator, name, "Approve Minutes")
    row = coordinator.get("Meeting", name).json()["data"]["decisions"][0]
    made.append(("ToDo", row["task"]))
    for values in ({"minutes": "<p>Anders</p>"}, {"decisions": []}):
        refused = coordinator.put("Meeting", name, **values)
        assert refused.status_code == 417
        assert "Das Protokoll ist freigegeben" in refused.text
    assert coordinator.put("Meeting Decision", row["name"], decision="Heimlich").status_code == 403
    assert admin.get("Meeting Decision", row["name"]).json()["data"]["decision"] == "Wegweiser drucken"

    # Whoever has the task may not see the meeting, but closes the task, and the decision is done.
    office = login("auslaenderamt")
    assert office.get("Meeting", name).status_code == 403
    assert office.get("ToDo", row["task"]).json()["data"]["description"] == "Wegweiser drucken"
    assert login("casemanagement2").get("ToDo", row["task"]).status_code == 403
    assert office.put("ToDo", row["task"], status="Closed").status_code == 200
    assert coordinator.get("Meeting", name).json()["data"]["decisions"][0]["done_on"]
    logs = admin.get("Notification Log", filters={"document_name": row["task"]}).json()["data"]
    made.extend(("Notification Log", log["name"]) for log in logs)
    # The task stands in the decision, so the meeting is cleared away first.
    made.remove(("Meeting", name))
    made.append(("Meeting", name))


def test_a_case_conference_leaves_nothing_in_mails_and_closed_doors(admin, login, made, account, mails):
    me = login("casemanagement1")
    person = me.insert("Person", first_name="Yusra", last_name="Storydreizehn", birth_date="1979-12-24")
    made.append(("Person", person["name"]))
    case = me.insert("Case", person=person["name"])["name"]
    made.append(("Case", case))
    made.append(("Consent", me.insert("Consent", person=person["name"], purpose="Case Conference")["name"]))
    name = plan(
        me, made, title=f"Fallkonferenz Storydreizehn {case}", meeting_type="Case Conference",
        agenda=[{"topic": SECRET, "case": case}],
    )  # fmt: skip
    step(me, name, "Invite")
    first = mails()
    step(me, name, "Cancel Meeting")
    last = mails()
    assert event_of(first[OUTSIDER])[1] == event_of(last[OUTSIDER])[1]
    assert event_of(last[OUTSIDER])[0] == "CANCEL"
    secrets = ("Yusra", "Storydreizehn", "24.12.1979", case, person["name"], SECRET)
    for message in (*first.values(), *last.values()):
        assert [secret for secret in secrets if secret in whole(message)] == []
    assert name not in whole(first[OUTSIDER])
    for user in ("casemanagement2", "koordination", "auslaenderamt", "lenkungsgruppe", "admin", "datenschutz"):
        client = login(user)
        for method in ("calendar_file", "send_invitations", "proposals", "fill_agenda", "make_tasks"):
            answer = client.call(f"kim_app.api.meeting.{method}", meeting=name)
            assert answer.status_code == 403, (user, method, answer.text[:300])
            assert not [secret for secret in secrets if secret in answer.text]
        printed = client.call(
            "frappe.www.printview.get_html_and_style", doc="Meeting", name=name, print_format="Minutes"
        )
        assert printed.status_code == 403, (user, printed.text[:300])


def test_without_an_account_the_step_is_taken_and_the_user_told(login, made, mails):
    coordinator = login("koordination")
    name = plan(coordinator, made)
    answer = step(coordinator, name, "Invite")
    assert answer.json()["message"]["workflow_state"] == "Invited"
    assert "kein Konto für ausgehende E-Mails" in answer.text
    assert mails() == {}


def test_figures_of_a_measure_are_for_those_who_may(login, made):
    coordinator = login("koordination")
    barrier = login("casemanagement1").insert(
        "Barrier", title="Formular dreizehn", category="form", description="Lang."
    )
    made.append(("Barrier", barrier["name"]))
    actor = coordinator.insert("Actor", actor_name="Amt der Geschichte dreizehn", actor_type="city")["name"]
    made.append(("Actor", actor))
    measure = coordinator.insert(
        "Measure", barrier=barrier["name"], title="Neues Formular", responsible=actor, due_on=str(DAY)
    )["name"]
    made.append(("Measure", measure))
    assert coordinator.ask("kim_app.api.measure.figures", measure=measure)["before"] == 0
    for user in ("auslaenderamt", "lenkungsgruppe", "admin", "datenschutz"):
        assert login(user).call("kim_app.api.measure.figures", measure=measure).status_code == 403
