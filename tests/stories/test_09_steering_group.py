"""G8 and detailed story 9: a member of the steering group reads agenda, barriers, figures and measures; no person."""

from datetime import date, timedelta

import pytest

TODAY = date.today()
SOON = f"{TODAY + timedelta(7)} 10:00:00"


@pytest.fixture
def session(login, made):
    """A session with three verified barriers, one of them with a measure, and a fourth that nobody verified yet."""
    client, coordinator = login("casemanagement1"), login("koordination")
    person = client.insert("Person", first_name="Lenkina", last_name="Geschichte")["name"]
    case = client.insert("Case", person=person)["name"]
    made += [("Person", person), ("Case", case)]
    barriers = []
    for number in range(4):
        barrier = client.insert(
            "Barrier", title=f"Lenkungsbruchstelle {number}", category="waiting", description="Es dauert.",
            occurrences=[{"case": case}],
        )["name"]  # fmt: skip
        barriers.append(barrier)
        made.append(("Barrier", barrier))
        if number < 3:
            doc = coordinator.get("Barrier", barrier).json()["data"]
            coordinator.ask("frappe.model.workflow.apply_workflow", doc=doc, action="Verify")
    actor = coordinator.insert("Actor", actor_name="Amt der Geschichte neun", actor_type="city")["name"]
    made.append(("Actor", actor))
    for barrier in (barriers[0], barriers[3]):
        measure = coordinator.insert(
            "Measure", barrier=barrier, title="Zweiter Termintag", responsible=actor, due_on=str(TODAY)
        )
        made.append(("Measure", measure["name"]))
    meetings = {}
    for kind in ("Steering Group", "Planning Conference"):
        meeting = coordinator.insert(
            "Meeting", title=kind, meeting_type=kind, starts_on=SOON,
            agenda=[{"topic": "Bruchstellen", "barrier": barrier} for barrier in barriers[:3]],
        )["name"]  # fmt: skip
        meetings[kind] = meeting
        made.append(("Meeting", meeting))
    return {"barriers": barriers, "meetings": meetings, "case": case, "person": person}


def names(client, doctype):
    answer = client.get(doctype, limit_page_length=500)
    return {row["name"] for row in answer.json()["data"]} if answer.status_code == 200 else None


def test_agenda_barriers_and_measures_are_there(login, session):
    member = login("lenkungsgruppe")
    agenda = member.get("Meeting", session["meetings"]["Steering Group"]).json()["data"]["agenda"]
    assert [row["barrier"] for row in agenda] == session["barriers"][:3]
    assert set(session["barriers"][:3]) <= names(member, "Barrier")
    measures = member.get("Measure", fields=["title", "barrier", "progress"], limit_page_length=500).json()["data"]
    assert session["barriers"][0] in {row["barrier"] for row in measures}
    figures = member.ask("kim_app.api.barrier.figures", barrier=session["barriers"][0])
    assert figures["phases"]


def test_nothing_else_is_there(login, session):
    member = login("lenkungsgruppe")
    hidden = session["barriers"][3]
    assert hidden not in names(member, "Barrier")
    assert member.get("Barrier", hidden).status_code == 403
    assert member.call("kim_app.api.barrier.figures", barrier=hidden).status_code == 403
    measures = member.get("Measure", fields=["barrier"], limit_page_length=500).json()["data"]
    assert hidden not in {row["barrier"] for row in measures}
    assert session["meetings"]["Planning Conference"] not in names(member, "Meeting")
    assert member.get("Meeting", session["meetings"]["Planning Conference"]).status_code == 403
    for doctype in ("Person", "Case", "Referral", "Application", "Contact Note", "Assessment", "Consent"):
        assert not names(member, doctype)
    assert member.get("Case", session["case"]).status_code == 403
    assert member.get("Person", session["person"]).status_code == 403


def test_no_barrier_leads_to_a_case(login, session):
    member = login("lenkungsgruppe")
    barrier = member.get("Barrier", session["barriers"][0])
    form = member.call("frappe.desk.form.load.getdoc", doctype="Barrier", name=session["barriers"][0])
    for answer in (barrier, form):
        assert answer.status_code == 200
        assert session["case"] not in answer.text and "Geschichte" not in answer.text
    assert member.ask("kim_app.api.barrier.own_occurrences", barrier=session["barriers"][0]) == []
    answer = member.call("kim_app.api.barrier.add_occurrence", barrier=session["barriers"][0], case=session["case"])
    assert answer.status_code == 403


@pytest.fixture
def statistic(login, made):
    """Cases by priority and gender: two acute ones, and enough of the others; shared with the steering group."""
    client, coordinator = login("casemanagement1"), login("koordination")
    plan = (("Acute", "Female", 2), ("Acute", "Male", 4), ("High", "Female", 5), ("High", "Male", 6))
    for priority, gender, number in plan:
        for _ in range(number):
            person = client.insert("Person", first_name="Lenkina", last_name="Zahl", gender=gender)["name"]
            case = client.insert("Case", person=person, priority=priority, opened_on="2020-02-02")["name"]
            made += [("Person", person), ("Case", case)]
    record = coordinator.insert(
        "Statistic", title="Dringlichkeit", document_type="Case", measure="Count", row_field="priority",
        column_field="person.gender", filters_json='[["opened_on", "between", ["2020-02-01", "2020-02-29"]]]',
        shared_with=[{"role": "KIM Steering Member"}],
    )  # fmt: skip
    made.append(("Statistic", record["name"]))
    return record["name"]


def test_a_cell_of_two_is_hidden_and_does_not_follow_from_the_totals(login, statistic):
    member = login("lenkungsgruppe")
    answer = member.ask("kim_app.api.statistic.run", name=statistic)
    cells = answer["cells"]
    assert len(answer["row_labels"]) == len(answer["column_labels"]) == 2
    assert not any(value in (1, 2) for line in cells for value in line)
    hidden = [(row, column) for row in range(2) for column in range(2) if cells[row][column] is None]
    fitting = [guess for guess in range(answer["total"] + 1) if fits(answer, guess, hidden)]
    assert len(fitting) >= 3, fitting
    csv = member.call("kim_app.api.statistic.download", name=statistic, kind="csv").content.decode("utf-8-sig")
    assert ";2" not in csv


def fits(answer, guess, hidden):
    """Say whether the first hidden cell could be `guess`: the others of a 2 × 2 table follow from it."""
    (row, column), other_row, other_column = hidden[0], 1 - hidden[0][0], 1 - hidden[0][1]
    rows, columns = answer["row_totals"], answer["column_totals"]
    beside = None if rows[row] is None else rows[row] - guess
    below = None if columns[column] is None else columns[column] - guess
    rest = None if beside is None or columns[other_column] is None else columns[other_column] - beside
    shown = answer["cells"]
    for value, known in (
        (beside, shown[row][other_column]),
        (below, shown[other_row][column]),
        (rest, shown[other_row][other_column]),
    ):
        if value is not None and (value < 0 or (known is not None and known != value)):
            return False
    return True
