"""A meeting is planned and held: its type is chosen, its end proposed, who came is noted with one click."""

from datetime import date, timedelta

from playwright.sync_api import expect

from tests.browser.desk import field, fill, form, save, settle, value
from tests.rest import Client

COORDINATOR = "koordination@kim.example"
EDGES = """() => [...document.querySelectorAll(".actions-btn-group")].filter((group) => group.offsetParent)
    .map((group) => group.getBoundingClientRect().right)"""


def led(client, name, *actions):
    """Take a meeting through actions of its workflow."""
    for action in actions:
        doc = {**client.get("Meeting", name).json()["data"], "doctype": "Meeting"}
        client.ask("frappe.model.workflow.apply_workflow", doc=doc, action=action)


def test_a_new_meeting_has_no_type_until_one_is_chosen_and_an_end_proposed(page_as, made):
    page = page_as(COORDINATOR)
    form(page, "Meeting")
    assert not value(page, "meeting_type"), "a type that nobody chose could not be changed any more"
    fill(page, "title", "Netzwerktreffen Formular")
    field(page, "meeting_type").locator("select").select_option("Network Meeting")
    fill(page, "starts_on", "01.03.2027 10:00")
    page.wait_for_function("() => cur_frm.doc.ends_on === '2027-03-01 11:30:00'")
    fill(page, "ends_on", "01.03.2027 13:00")
    page.wait_for_function("() => cur_frm.doc.ends_on === '2027-03-01 13:00:00'")
    page.keyboard.press("Escape")
    made.append(("Meeting", save(page)))
    fill(page, "starts_on", "01.03.2027 11:00")
    page.wait_for_function("() => cur_frm.doc.starts_on === '2027-03-01 11:00:00'")
    assert value(page, "ends_on") == "2027-03-01 13:00:00", "an end that was entered stays"


def test_after_the_meeting_one_click_notes_who_came(page_as, server, admin, made):
    day = date.today() - timedelta(1)
    me = Client(server, COORDINATOR)
    people = [{"participant_name": "Vera Verein"}, {"participant_name": "Otto Ortsamt"}]
    kind = {"title": "Arbeitsgruppe Formular", "meeting_type": "Working Group", "starts_on": f"{day} 10:00:00"}
    name = me.insert("Meeting", participants=people, **kind)["name"]
    made.append(("Meeting", name))
    led(me, name, "Invite", "Mark as Held")
    page = page_as(COORDINATOR)
    form(page, "Meeting", name)
    message = page.locator(".form-message-container:visible")
    expect(message).to_contain_text("Wer war da?")
    message.get_by_role("button", name="Alle waren da").click()
    page.wait_for_function("() => !cur_frm.is_dirty() && cur_frm.doc.participants.every((row) => row.attended)")
    settle(page)
    expect(page.locator(".form-message-container:visible").filter(has_text="Wer war da?")).to_have_count(0)
    stored = admin.get("Meeting", name).json()["data"]["participants"]
    assert [row["attended"] for row in stored] == [1, 1]


def test_all_buttons_of_an_invited_meeting_are_within_reach(page_as, server, made):
    me = Client(server, COORDINATOR)
    name = me.insert(
        "Meeting", title="Arbeitsgruppe mit langem Namen", meeting_type="Working Group",
        starts_on=f"{date.today() + timedelta(20)} 10:00:00", decisions=[{"decision": "Noch offen"}],
        participants=[{"participant_name": "Vera Verein"}],
    )["name"]  # fmt: skip
    made.append(("Meeting", name))
    led(me, name, "Invite")
    page = page_as(COORDINATOR)
    form(page, "Meeting", name)
    expect(page.get_by_role("button", name="Maßnahme anlegen")).to_be_visible()
    edges = page.evaluate(EDGES)
    assert edges and max(edges) <= 1400
