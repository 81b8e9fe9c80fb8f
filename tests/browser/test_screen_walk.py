"""Each role walks through every screen of KIM that it may open, in German, at the desk and on a telephone.

`KIM_PICTURES=1` puts a choice of the screens into docs/pictures.
"""

import os

import pytest
from playwright.sync_api import expect

from pocket import ROOT
from tests.browser.conftest import SCREENSHOTS
from tests.browser.desk import form, go, settle
from tests.browser.walk import LISTS, ROLES, close_dialogs, english, first_of, leave, may, open_list, texts, workspaces

TOLERANCE = 2
"""Pixels by which a page may be wider than its window: rounded borders."""

DRAWING = 1200
"""Milliseconds in which charts grow."""

PICTURES = {
    ("casemanagement1", 1400, "workspace"), ("casemanagement1", 390, "workspace"),
    ("casemanagement1", 1400, "list-Case"), ("casemanagement1", 1400, "form-Case"),
    ("casemanagement1", 1400, "form-Assessment"), ("casemanagement1", 390, "form-Person"),
    ("koordination", 1400, "workspace"), ("koordination", 1400, "form-Barrier"),
    ("auslaenderamt", 1400, "form-Application"), ("einbuergerung", 1400, "list-Application"),
    ("lenkungsgruppe", 390, "form-Meeting"), ("datenschutz", 1400, "workspace"),
}  # fmt: skip


class Walk:
    """One role's way through the screens: what looked wrong is collected, so that one run tells of all of it."""

    def __init__(self, page, user, width):
        self.page, self.user, self.width = page, user.split("@")[0], width
        self.faults, self.english = [], {}

    def look(self, screen):
        """Check the screen that is open and take its picture."""
        settle(self.page)
        self.faults += [f"{screen}: {text[:200]}" for text in close_dialogs(self.page)]
        wider = self.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        if wider > TOLERANCE:
            self.faults.append(f"{screen}: {wider} pixels wider than the window")
        for text in english(texts(self.page)):
            self.english.setdefault(text, screen)
        name = f"{self.user}-{self.width}-{screen.replace(' ', '-')}.png"
        folder = SCREENSHOTS / "walk"
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / name)
        if os.environ.get("KIM_PICTURES") and (self.user, self.width, screen) in PICTURES:
            self.page.screenshot(path=ROOT / "docs" / "pictures" / name)

    def documents(self, doctype):
        """Open the list of a DocType, and one of its documents."""
        open_list(self.page, doctype)
        self.look(f"list-{doctype}")
        name = first_of(self.page, doctype)
        if name:
            form(self.page, doctype, name)
            self.look(f"form-{doctype}")

    def new(self, doctype):
        """Open the form of a new document, and leave it unsaved."""
        form(self.page, doctype)
        self.look(f"new-{doctype}")
        leave(self.page)


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("user", ROLES)
def test_every_screen_of_a_role_stands_without_a_fault(page_as, user, width):
    page = page_as(user, width=width, height=900 if width > 1000 else 844)
    walk = Walk(page, user, width)
    homes = workspaces(page)
    assert homes, f"{user} has no workspace"
    for number, home in enumerate(homes):
        go(page, home)
        page.wait_for_timeout(DRAWING)
        walk.look("workspace" if not number else f"workspace-{number}")
    readable, creatable = may(page, "can_read"), may(page, "can_create")
    if not user.startswith("admin"):
        readable = [doctype for doctype in readable if doctype not in LISTS]
    assert readable, f"{user} may read nothing"
    for doctype in readable:
        walk.documents(doctype)
        if doctype in creatable:
            walk.new(doctype)
    assert not walk.faults, "\n".join(walk.faults)
    assert not walk.english, "\n".join(f"{screen}: {text}" for text, screen in walk.english.items())


def test_a_number_card_counts_by_all_of_its_filters(page_as, admin):
    page = page_as("casemanagement1@kim.example")
    settle(page)
    filters = {"case_manager": "casemanagement1@kim.example", "workflow_state": ("not in", ["Closed", "Declined"])}
    expected = len(admin.get("Case", filters=filters, limit_page_length="0").json()["data"])
    card = page.locator(".number-widget-box").filter(has_text="Offene Fälle")
    expect(card.locator(".number")).to_have_text(str(expected))
