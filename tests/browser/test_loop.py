"""Once around the loop in the browser, as four roles: from one case's obstacle to a mend that is checked and told."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.desk import act, choose, confirm, dialog, field, fill, form, go, save, settle, shows, value
from tests.browser.walk import close_dialogs
from tests.rest import Client

MANAGER, CLERK = "casemanagement1@kim.example", "einbuergerung@kim.example"
COORDINATOR, STEERING = "koordination@kim.example", "lenkungsgruppe@kim.example"
TITLE = "Schlüsselbund für den Warteraum fehlt"
REFUSED = (r"^417 .*apply_workflow", r"^page error: undefined")
TODAY = date.today()


@pytest.fixture
def case(server, made):
    """A case of the case manager."""
    me = Client(server, MANAGER)
    person = me.insert("Person", first_name="Ada", last_name="Rundgang")
    made.append(("Person", person["name"]))
    case = me.insert("Case", person=person["name"], life_areas=[{"life_area": "residence"}])
    made.append(("Case", case["name"]))
    return case["name"]


@pytest.fixture
def sessions(server, made):
    """A planning conference and a session of the steering group in two weeks, as the coordinator planned them."""
    me, found = Client(server, COORDINATOR), []
    for title, kind in (("Planungskonferenz Rundgang", "Planning Conference"), ("Sitzung Rundgang", "Steering Group")):
        starts_on = f"{TODAY + timedelta(14)} 10:00:00"
        meeting = me.insert("Meeting", title=title, meeting_type=kind, starts_on=starts_on)
        made.append(("Meeting", meeting["name"]))
        found.append(meeting["name"])
    return found


def test_the_loop_goes_once_around(page_as, admin, made, case, sessions):
    conference, session = sessions
    manager, clerk = page_as(MANAGER), page_as(CLERK)
    coordinator = page_as(COORDINATOR, allow=REFUSED)
    steering = page_as(STEERING)

    barrier = reported_from(manager, case)
    made.append(("Barrier", barrier))
    other = reported_by_the_office(clerk)
    made.append(("Barrier", other))

    gathered(coordinator, barrier, other)
    on_the_agenda(coordinator, barrier, conference)
    taken(coordinator, "Barrier", barrier, "Verify", "Give to Working Group", "Bring before Steering Group")
    seen_by_the_steering_group(steering, barrier)

    measure = agreed(coordinator, barrier, session)
    made.append(("Measure", measure))
    taken(coordinator, "Barrier", barrier, "Agree on Measure")
    act(coordinator, "Mark as Resolved")
    expect(dialog(coordinator)).to_contain_text("Wirkung")
    close_dialogs(coordinator)
    helped(coordinator, measure)
    taken(coordinator, "Barrier", barrier, "Mark as Resolved")

    logs = admin.get("Notification Log", filters={"document_name": barrier}, limit_page_length=100).json()["data"]
    made.extend(("Notification Log", log["name"]) for log in logs)
    told(manager, barrier)


def reported_from(page, case):
    """The case manager reports what stopped the case, with a button of the case."""
    form(page, "Case", case)
    press(page, "Report a Barrier")
    page.wait_for_function("() => cur_frm?.doctype === 'Barrier' && cur_frm.is_new()")
    settle(page)
    return described(page, TITLE)


def reported_by_the_office(page):
    """A clerk meets the same obstacle, is shown that it may be known, and reports it in other words."""
    form(page, "Barrier")
    fill(page, "title", f"{TITLE}, auch hier")
    expect(page.locator(".page-container:visible")).to_contain_text(TITLE)
    return described(page, f"{TITLE}, auch hier")


def described(page, title):
    fill(page, "title", title)
    choose(page, "category", "Wartezeit")
    fill(page, "description", "Ohne ihn beginnt kein Termin zur vereinbarten Zeit.")
    return save(page)


def gathered(page, barrier, other):
    """The coordinator gathers both in one, and sees that the other ended there."""
    form(page, "Barrier", barrier)
    press(page, "Gather Others Here")
    field(page, other).locator("input[type=checkbox]:not([disabled])").check()
    confirm(page)
    form(page, "Barrier", other)
    shows(page, barrier)
    assert value(page, "workflow_state") == "Rejected"


def on_the_agenda(page, barrier, meeting):
    form(page, "Barrier", barrier)
    press(page, "Put on Agenda")
    choose(page, "meeting", meeting, meeting)
    confirm(page)
    page.wait_for_function("name => cur_frm?.docname === name", arg=meeting)
    settle(page)
    assert page.evaluate("() => cur_frm.doc.agenda.map(row => row.barrier)") == [barrier]


def taken(page, doctype, name, *actions):
    """Take workflow actions one after the other."""
    form(page, doctype, name)
    for action in actions:
        before = value(page, "workflow_state")
        act(page, action)
        page.wait_for_function("state => cur_frm.doc.workflow_state !== state", arg=before)
        settle(page)


def seen_by_the_steering_group(page, barrier):
    """The steering group reads what it decides about, and neither case nor reporter."""
    form(page, "Barrier", barrier)
    shows(page, TITLE)
    seen = page.locator(".page-container:visible").first.inner_text()
    assert MANAGER not in seen
    assert "Carla" not in seen
    assert not page.evaluate("() => (cur_frm.doc.occurrences || []).some(row => row.case || row.reported_by)")


def agreed(page, barrier, session):
    """The session's decision becomes a measure with a date and somebody responsible."""
    on_the_agenda(page, barrier, session)
    page.evaluate(
        "() => cur_frm.add_child('decisions', {decision: 'Zweiter Schlüsselbund wird beschafft'}) && cur_frm.dirty()"
    )
    save(page)
    press(page, "Make Measure")
    choose(page, "responsible", "Jobcenter Muster", "Jobcenter Musterstadt")
    fill(page, "due_on", f"{TODAY + timedelta(60):%d.%m.%Y}")
    confirm(page)
    page.wait_for_function("() => cur_frm.doc.decisions[0].measure")
    return page.evaluate("() => cur_frm.doc.decisions[0].measure")


def helped(page, measure):
    """The measure is done, and somebody looked whether it helped."""
    form(page, "Measure", measure)
    fill(page, "progress", "100")
    fill(page, "checked_on", f"{TODAY:%d.%m.%Y}")
    field(page, "effect").locator("select").select_option("Yes")
    save(page)


def told(page, barrier):
    """The reporter finds the notices behind the bell, and the barrier behind them."""
    page.reload()
    go(page, "List/Notification Log")
    shows(page, "Bruchstelle")
    form(page, "Barrier", barrier)
    shows(page, TITLE)
    assert value(page, "workflow_state") == "Resolved"


def press(page, text):
    """Press a button of the form by its English name."""
    german = page.evaluate("text => __(text)", text)
    bar = page.locator(".page-container:visible .page-actions")
    button = bar.get_by_text(german, exact=True).locator("visible=true")
    if not button.count():
        bar.locator(".inner-group-button:visible > button").filter(has_text=page.evaluate("__('New')")).click()
    button.first.click()
    settle(page)
