"""The pictures on the workspaces are drawn, can be read on a telephone, and a barrier is reported from a meeting.

`KIM_PICTURES=1` puts the workspaces into docs/pictures.
"""

import os

import pytest
from playwright.sync_api import expect

from kim_app.figures.pictures import PICTURES
from pocket import ROOT
from tests.browser.desk import form, go, settle

HOMES = {"koordination@kim.example": "Coordination", "lenkungsgruppe@kim.example": "Steering Group"}
NARROW = 390
SHOWN = {"koordination@kim.example": (1400, 2300), "lenkungsgruppe@kim.example": (NARROW, 1900)}
"""Width and height of the pictures for the documents."""


@pytest.mark.parametrize("user", HOMES)
def test_each_picture_stands_on_a_telephone_with_its_labels(page_as, user):
    page = page_as(user, width=NARROW, height=844)
    go(page, f"Workspaces/{HOMES[user]}")
    expect(page.locator(".kim-picture")).to_have_count(len(PICTURES))
    label = page.locator(".kim-picture [role=listitem] > div:first-child").filter(has_text="Begleitung").first
    expect(label).to_be_visible()
    assert label.evaluate("element => element.scrollWidth <= element.clientWidth"), "a label is cut off"
    network = page.locator(".kim-picture table")
    expect(network.locator("th[scope=row]").filter(has_text="Wohnen")).to_have_count(1)
    expect(network.locator("th[scope=col]").filter(has_text="Arabisch")).to_have_count(1)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    if os.environ.get("KIM_PICTURES"):
        width, height = SHOWN[user]
        page.set_viewport_size({"width": width, "height": height})
        settle(page)
        page.screenshot(path=ROOT / "docs" / "pictures" / f"{user.split('@')[0]}-pictures.png")


def test_a_barrier_is_reported_from_a_meeting_without_looking_for_it(page_as, admin):
    page = page_as("koordination@kim.example", width=1400, height=900)
    filters = {"meeting_type": "Planning Conference"}
    name = admin.get("Meeting", filters=filters, limit_page_length="1").json()["data"][0]["name"]
    form(page, "Meeting", name)
    page.get_by_role("button", name="Bruchstelle melden").click()
    page.wait_for_function("() => cur_frm?.doctype === 'Barrier' && cur_frm.is_new()")
    settle(page)
    assert page.evaluate("[cur_frm.doc.reported_in, cur_frm.doc.level]") == [name, "Municipality"]


def test_a_picture_of_nothing_says_so(page_as):
    page = page_as("koordination@kim.example", width=390)
    page.wait_for_function("() => window.kim?.pictures?.draw")
    drawn = page.evaluate(
        """() => ["bars", "map", "lines"].map((kind) => {
            const place = $("<div>");
            kim.pictures.draw(place, kind, {labels: [], datasets: [{name: "Fälle", values: []}]});
            return place.text();
        })"""
    )
    assert drawn == ["Noch gibt es nichts zu zeigen."] * 3
