"""A barrier is reported in under a minute: how many steps that takes from a case and from a meeting is counted.

Seconds would measure the machine. A step is a click or a field that somebody writes in. A practised hand needs about
two seconds for a step, and twenty for two short sentences; so ten steps stay well under a minute.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import field, form, settle, shows
from tests.rest import Client

MANAGER, COORDINATOR = "casemanagement1@kim.example", "koordination@kim.example"
MOST = 10
TITLE = "Aufzug zum Beratungsraum fällt aus"
COUNT = """() => {
    window.steps = {clicks: 0, fields: []};
    const here = () => document.activeElement?.dataset?.fieldname;
    document.addEventListener("click", (event) => event.isTrusted && event.detail && window.steps.clicks++, true);
    document.addEventListener("keydown", (event) => {
        const name = event.key.length === 1 && !event.ctrlKey && here();
        if (name && !window.steps.fields.includes(name)) window.steps.fields.push(name);
    }, true);
}"""


@pytest.fixture
def case(server, made):
    """A case with two life areas of the case manager."""
    me = Client(server, MANAGER)
    person = me.insert("Person", first_name="Ida", last_name="Schrittweise")
    made.append(("Person", person["name"]))
    areas = [{"life_area": "residence"}, {"life_area": "family"}]
    case = me.insert("Case", person=person["name"], life_areas=areas, legal_circles=[{"legal_circle": "sgb8"}])
    made.append(("Case", case["name"]))
    return case["name"]


@pytest.fixture
def group(server, made):
    """A working group of the coordinator."""
    values = {"title": "Arbeitsgruppe Schritte", "meeting_type": "Working Group", "starts_on": "2027-03-01 10:00:00"}
    meeting = Client(server, COORDINATOR).insert("Meeting", **values)
    made.append(("Meeting", meeting["name"]))
    return meeting["name"]


@pytest.mark.parametrize("width", [1400, 390])
def test_a_barrier_of_a_case_takes_few_steps(page_as, admin, made, case, width):
    page = page_as(MANAGER, width=width)
    form(page, "Case", case)
    page.evaluate(COUNT)
    open_from(page, width, "Neu")
    expect(page.locator(".form-message-container:visible")).to_contain_text(case)
    expect(field(page, "life_areas")).to_contain_text("Familie")
    name = described(page, made)
    assert page.evaluate("window.steps.fields") == ["title", "category", "description"]
    assert page.evaluate("window.steps.clicks") + 3 <= MOST
    stored = admin.get("Barrier", name).json()["data"]
    assert [row["case"] for row in stored["occurrences"]] == [case]


@pytest.mark.parametrize("width", [1400, 390])
def test_a_barrier_of_a_meeting_takes_few_steps(page_as, admin, made, group, width):
    page = page_as(COORDINATOR, width=width)
    form(page, "Meeting", group)
    page.evaluate(COUNT)
    open_from(page, width)
    name = described(page, made)
    assert page.evaluate("window.steps.fields") == ["title", "category", "description"]
    assert page.evaluate("window.steps.clicks") + 3 <= MOST
    assert admin.get("Barrier", name).json()["data"]["reported_in"] == group


def test_a_meeting_notes_a_known_barrier_instead_of_reporting_it_anew(page_as, server, made, group):
    values = {"title": TITLE, "category": "waiting", "description": "Termine fallen aus."}
    known = Client(server, COORDINATOR).insert("Barrier", **values)["name"]
    made.append(("Barrier", known))
    page = page_as(COORDINATOR)
    form(page, "Meeting", group)
    open_from(page, 1400)
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")
    field(page, "similar").locator("li").filter(has_text=TITLE).locator("button").click()
    page.wait_for_function("name => cur_frm?.docname === name", arg=group)
    settle(page)
    assert page.evaluate("() => cur_frm.doc.agenda.map(row => row.barrier)") == [known]
    shows(page, "Arbeitsgruppe Schritte")


def open_from(page, width, group=None):
    """Press the button of the form, on a telephone behind the three dots. The title is ready to be written."""
    bar = page.locator(".page-container:visible .page-actions")
    if width < 1000:
        bar.locator(".menu-btn-group > button").click()
    elif group:
        bar.locator(".inner-group-button:visible > button").filter(has_text=group).click()
    page.get_by_text("Bruchstelle melden").locator("visible=true").first.click()
    page.wait_for_function("() => cur_frm?.doctype === 'Barrier' && cur_frm.is_new()")
    page.wait_for_function("() => document.activeElement?.dataset?.fieldname === 'title'")
    settle(page)


def described(page, made):
    """Write what a user writes: a title, a kind from the list, and what happens. Save with the button."""
    page.keyboard.type(TITLE)
    page.keyboard.press("Tab")
    page.keyboard.type("Wartezeit", delay=20)
    field(page, "category").locator("[role=option]").filter(has_text="Wartezeit").first.click()
    field(page, "description").locator("textarea").click()
    page.keyboard.type("Wer nicht laufen kann, kommt nicht zum Termin. Ein Ersatzraum fehlt.")
    page.wait_for_function("() => cur_frm.doc.description")  # the form takes a text when the hand rests
    page.locator(".page-container:visible .primary-action").first.click()
    page.wait_for_function("() => cur_frm?.doctype === 'Barrier' && !cur_frm.is_new() && !cur_frm.is_dirty()")
    settle(page)
    name = page.evaluate("() => cur_frm.docname")
    made.append(("Barrier", name))
    return name
