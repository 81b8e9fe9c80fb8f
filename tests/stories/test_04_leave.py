"""Case manager, leave: the deputy sees the cases from Monday to Friday and not longer, and leaves a trace."""

from datetime import date, timedelta

import pytest

from tests.rest import Client

ABSENT, DEPUTY = "casemanagement1@kim.example", "casemanagement2@kim.example"


@pytest.fixture
def admin(server):
    return Client(server)


@pytest.fixture
def absent(server):
    return Client(server, ABSENT)


@pytest.fixture
def deputy(server):
    return Client(server, DEPUTY)


@pytest.fixture
def week(absent, made):
    """Return a function that arranges the week (Monday to Friday) which began so many days ago."""

    def arrange(days_ago, **values):
        first = date.today() - timedelta(days_ago)
        days = {"starts_on": str(first), "ends_on": str(first + timedelta(4))}
        arranged = absent.insert("Deputy Arrangement", absent_user=ABSENT, deputy=DEPUTY, **days, **values)
        made.append(("Deputy Arrangement", arranged["name"]))
        return arranged

    return arrange


@pytest.fixture
def case(absent, made):
    person = absent.insert("Person", first_name="Karim", last_name="Urlaubsprobe")
    made.append(("Person", person["name"]))
    case = absent.insert("Case", person=person["name"])
    made.append(("Case", case["name"]))
    for text, confidential in (("Offen notiert", 0), ("Vertraulich notiert", 1)):
        note = absent.insert("Contact Note", case=case["name"], note=text, confidential=confidential)
        made.append(("Contact Note", note["name"]))
    return case


def notes(client, case):
    """Return the notes that somebody finds in list and timeline, which must agree."""
    rows = client.get("Contact Note", fields=["note"], filters={"case": case["name"]}).json()["data"]
    found = sorted(row["note"] for row in rows)
    answer = client.call("frappe.desk.form.load.getdoc", doctype="Case", name=case["name"])
    if answer.status_code == 200:
        shown = " ".join(item["content"] for item in answer.json()["docinfo"]["additional_timeline_content"])
        assert [text for text in ("Offen notiert", "Vertraulich notiert") if text in shown] == found
    return found


@pytest.mark.parametrize(("days_ago", "sees"), [(-1, False), (0, True), (2, True), (4, True), (5, False)])
def test_the_deputy_sees_the_case_in_that_week_only(deputy, case, week, days_ago, sees):
    week(days_ago)
    assert (deputy.get("Case", case["name"]).status_code == 200) is sees
    assert (deputy.get("Person", case["person"]).status_code == 200) is sees
    listed = [row["name"] for row in deputy.get("Case", limit_page_length="0").json()["data"]]
    assert (case["name"] in listed) is sees
    changed = deputy.put("Case", case["name"], concern="In Vertretung ergänzt")
    assert changed.status_code == (200 if sees else 403)
    assert notes(deputy, case) == (["Offen notiert"] if sees else [])


def test_confidential_notes_are_seen_where_the_absent_colleague_marked_so(deputy, case, week):
    week(0, confidential_notes=1)
    assert notes(deputy, case) == ["Offen notiert", "Vertraulich notiert"]


def test_everything_is_logged(admin, deputy, case, week):
    week(1)
    notes(deputy, case)
    assert deputy.put("Case", case["name"], concern="In Vertretung ergänzt").status_code == 200
    about = {"reference_name": case["name"]}
    views = admin.get("View Log", fields=["viewed_by"], filters=about).json()["data"]
    assert {"viewed_by": DEPUTY} in views
    comments = admin.get("Comment", fields=["content", "owner"], filters=about).json()["data"]
    assert [row["owner"] for row in comments if "in Vertretung für Carla Casemanagement" in row["content"]] == [DEPUTY]


def test_the_deputy_cannot_make_the_week_longer(deputy, admin, week):
    arranged = week(0)
    longer = str(date.today() + timedelta(300))
    assert deputy.put("Deputy Arrangement", arranged["name"], ends_on=longer).status_code == 403
    own = {"absent_user": ABSENT, "deputy": DEPUTY, "starts_on": str(date.today()), "ends_on": longer}
    answer = deputy.http.post(deputy.url("Deputy Arrangement"), json=own)
    assert answer.status_code == 403
    rows = admin.get("Deputy Arrangement", filters={"ends_on": longer}).json()["data"]
    assert rows == []


def test_the_owner_of_a_note_cannot_be_set_over_rest(deputy, absent, case, week, admin):
    week(0)
    row = absent.get("Contact Note", filters={"case": case["name"], "confidential": 0}).json()["data"][0]
    answer = deputy.put("Contact Note", row["name"], owner=DEPUTY, confidential=1)
    assert answer.status_code == 403
    assert deputy.put("Contact Note", row["name"], owner=DEPUTY, minutes=15).status_code == 200
    stored = admin.get("Contact Note", row["name"]).json()["data"]
    assert (stored["owner"], stored["minutes"], stored["confidential"]) == (ABSENT, 15, 0)
