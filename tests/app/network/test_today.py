"""The list of today: what is due for each role, and nothing that the role may not see."""

import pytest

from frappe.utils import add_days, add_months, nowdate

TODAY, LATE, FAR = nowdate, lambda: add_days(nowdate(), -10), lambda: add_days(nowdate(), 400)


def rows(site, user, **options):
    """Return (what, document) of the list of `user`, as the report shows it."""
    from frappe.desk.query_report import run

    before = site.session.user
    site.set_user(user)
    try:
        return run("Today", filters={"only_mine": options.get("only_mine", 1)})["result"]
    finally:
        site.set_user(before)


def documents(site, user, **options):
    return {(row["what"], row["document"]) for row in rows(site, user, **options)}


@pytest.fixture
def busy(site, world, office, sent, make, acting):
    """`world` with everything late: of cm1, of the office's clerks, of cooperation and data protection."""
    docs, users = world.docs, world.users
    site.set_user("Administrator")
    site.db.set_value("Case", docs["case"].name, "next_review_on", LATE())
    site.db.set_value("Person", docs["p_case"].name, "residence_valid_until", add_days(nowdate(), 20))
    site.db.set_value("Person", docs["p_foreign"].name, "residence_valid_until", add_days(nowdate(), 10))
    for key in ("app_foreign", "app_nat"):
        site.db.set_value("Application", docs[key].name, {"due_on": LATE(), "clerk": users["clerk_" + key[4]]})
    with acting(users["cm1"]):
        case = site.get_doc("Case", docs["case"].name)
        case.append("goals", {"life_area": "work", "goal": "Bewerbung", "due_on": add_days(nowdate(), 2)})
        case.append(
            "goals", {"life_area": "work", "goal": "Fertig", "due_on": add_days(nowdate(), 2), "result": "Reached"}
        )
        case.flags.ignore_validate = True
        case.save()
        docs["note"] = make(
            "Contact Note", case=case.name, next_step="Anruf", next_step_on=add_days(nowdate(), 1), note="Inhalt"
        )
    site.set_user("Administrator")
    docs["barrier"] = make("Barrier", title="Wartezeit", category="waiting", description="Lang.")
    docs["measure"] = make(
        "Measure", barrier=docs["barrier"].name, title="Mehr Termine", responsible_type="User",
        responsible=users["coordinator"], due_on=add_days(nowdate(), 3),
    )  # fmt: skip
    site.db.set_value("Barrier", docs["barrier"].name, "workflow_state", "Measure Agreed")
    site.db.set_value(
        "Meeting", docs["steering_group"].name,
        {"starts_on": add_days(nowdate(), 5) + " 10:00:00", "workflow_state": "Planned"},
    )  # fmt: skip
    docs["request"] = make("Data Subject Request", request_type="Access", person=docs["p_case"].name)
    return world


def test_a_case_manager_sees_reviews_goals_steps_and_titles_of_own_cases(site, busy):
    docs = busy.docs
    assert documents(site, busy.users["cm1"]) >= {
        ("Review due", docs["case"].name),
        ("Goal due", docs["case"].name),
        ("Next step", docs["note"].name),
        ("Residence title ends", docs["p_case"].name),
    }
    goals = [row["about"] for row in rows(site, busy.users["cm1"]) if row["what"] == "Goal due"]
    assert [about.split(" – ")[1] for about in goals] == ["Bewerbung"]


def test_a_colleague_sees_nothing_of_it(site, busy):
    assert documents(site, busy.users["cm2"], only_mine=0) & {("Meeting", busy.docs["steering_group"].name)}
    kinds = {row["document_type"] for row in rows(site, busy.users["cm2"], only_mine=0)}
    assert kinds <= {"Meeting"}


def test_a_late_answer_is_on_it_and_an_answer_takes_it_off(site, office, sent):
    from frappe.model.workflow import apply_workflow

    doc = sent()
    entry = ("No answer to referral", doc.name)
    assert entry not in documents(site, office.cm)
    site.db.set_value("Referral", doc.name, {"sent_on": add_days(nowdate(), -20), "due_on": add_days(nowdate(), -6)})
    (row,) = [row for row in rows(site, office.cm) if row["document"] == doc.name]
    assert (row["days"], row["document_type"]) == (-6, "Referral")
    assert entry not in documents(site, office.stranger, only_mine=0)
    apply_workflow(doc.reload(), "Accept")
    assert entry not in documents(site, office.cm)


def test_a_step_is_done_when_a_later_contact_is_noted(site, busy, make, acting):
    docs = busy.docs
    with acting(busy.users["cm1"]):
        first = make(
            "Contact Note", case=docs["case"].name, contact_on=add_days(nowdate(), -9) + " 10:00:00",
            next_step="Brief", next_step_on=add_days(nowdate(), -5),
        ).name  # fmt: skip
    assert ("Next step", first) not in documents(site, busy.users["cm1"])
    assert ("Next step", docs["note"].name) in documents(site, busy.users["cm1"])


@pytest.mark.parametrize(("clerk", "own", "other"), [("clerk_f", "foreign", "nat"), ("clerk_n", "nat", "foreign")])
def test_a_clerk_sees_the_own_office_only(site, busy, clerk, own, other):
    found = documents(site, busy.users[clerk], only_mine=0)
    assert ("Application due", busy.docs[f"app_{own}"].name) in found
    assert {kind["document_type"] for kind in rows(site, busy.users[clerk], only_mine=0)} <= {
        "Application", "Person", "Meeting",
    }  # fmt: skip
    names = {document for _what, document in found}
    assert not names & {busy.docs[f"app_{other}"].name, busy.docs[f"p_{other}"].name, busy.docs["p_case"].name}


def test_papers_and_authorities_that_are_late(site, busy):
    application = busy.docs["app_foreign"].name
    for doctype, field, values in (
        ("Document Request", "document_requests", {"papers": "Pass", "requested_on": LATE(), "due_on": LATE()}),
        ("Authority Consultation", "consultations", {"authority_text": "LKA", "asked_on": add_days(nowdate(), -57)}),
        ("Authority Consultation", "consultations", {"authority_text": "BZR", "asked_on": add_days(nowdate(), -50)}),
    ):
        row = {"doctype": doctype, "parent": application, "parenttype": "Application", "parentfield": field, **values}
        site.get_doc(row).db_insert()
    found = [row for row in rows(site, busy.users["clerk_f"]) if row["document"] == application]
    assert [row["about"].split(" – ")[1] for row in found if row["what"] == "No answer of authority"] == ["LKA"]
    assert [row["about"].split(" – ")[1] for row in found if row["what"] == "Papers not brought"] == ["Pass"]


def test_a_suspended_application_has_no_due_day(site, busy):
    application = busy.docs["app_foreign"].name
    site.db.set_value("Application", application, "workflow_state", "Suspended")
    assert ("Application due", application) not in documents(site, busy.users["clerk_f"])


def test_only_mine_leaves_out_colleagues_applications(site, busy):
    application = busy.docs["app_foreign"].name
    site.db.set_value("Application", application, "clerk", "Administrator")
    clerk = busy.users["clerk_f"]
    assert ("Application due", application) not in documents(site, clerk)
    assert ("Application due", application) in documents(site, clerk, only_mine=0)


def test_a_coordinator_sees_directory_measures_and_meetings_but_nobody(site, busy):
    actor = "Akteur der Rechte"
    site.db.set_value("Actor", actor, "verified_on", add_months(nowdate(), -14))
    found = documents(site, busy.users["coordinator"], only_mine=0)
    assert found >= {
        ("Actor to be confirmed", actor),
        ("Measure due", busy.docs["measure"].name),
        ("Meeting", busy.docs["steering_group"].name),
    }
    kinds = {row["document_type"] for row in rows(site, busy.users["coordinator"], only_mine=0)}
    assert kinds <= {"Actor", "Measure", "Meeting", "ToDo"}


def test_the_steering_group_sees_measures_and_its_meetings(site, busy):
    found = rows(site, busy.users["steering"], only_mine=0)
    assert {(row["what"], row["document"]) for row in found} >= {
        ("Measure due", busy.docs["measure"].name),
        ("Meeting", busy.docs["steering_group"].name),
    }
    assert {row["document_type"] for row in found} <= {"Measure", "Meeting"}


def test_the_data_protection_officer_sees_requests_without_names(site, busy):
    found = rows(site, busy.users["officer"], only_mine=0)
    assert ("Request of a data subject", busy.docs["request"].name) in {(row["what"], row["document"]) for row in found}
    assert {row["document_type"] for row in found} <= {"Data Subject Request", "ToDo"}
    assert "Rechtetest" not in str(found)


@pytest.mark.parametrize("key", ["cm1", "cm2", "clerk_f", "clerk_n", "coordinator", "steering", "officer"])
def test_every_document_on_it_can_be_opened(site, busy, key):
    site.set_user(busy.users[key])
    found = rows(site, busy.users[key], only_mine=0)
    assert all(site.has_permission(row["document_type"], "read", row["document"]) for row in found)


@pytest.mark.parametrize("key", ["admin", "nobody"])
def test_who_has_no_work_there_has_no_list(site, busy, key):
    with pytest.raises(site.PermissionError):
        rows(site, busy.users[key])


def test_the_deputy_sees_it_while_the_colleague_is_away(site, busy, make):
    cm1, cm2, case = busy.users["cm1"], busy.users["cm2"], busy.docs["case"].name
    make("Deputy Arrangement", absent_user=cm1, deputy=cm2, starts_on=nowdate(), ends_on=add_days(nowdate(), 3))
    assert ("Review due", case) in documents(site, cm2)


def test_the_most_urgent_comes_first(site, busy):
    days = [row["days"] for row in rows(site, busy.users["cm1"])]
    assert days == sorted(days)
    assert days[0] == -10


def test_a_suggestion_is_a_task_of_the_coordinator(site, office):
    from kim_app.api.actor import suggest_change

    site.set_user(office.cm)
    suggest_change(office.advice, "Neue Nummer")
    (row,) = [row for row in rows(site, office.coordinator) if row["what"] == "Task"]
    assert (row["document_type"], row["about"]) == ("ToDo", "Neue Nummer")
