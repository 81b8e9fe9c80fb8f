"""The form of an annual report: figures below the words, one notice, and a question before it is handed in."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser.desk import dialog, fill, form, save, settle
from tests.rest import Client

COORDINATOR = "koordination@kim.example"
FORM = ".page-container:visible"


@pytest.fixture
def draft(server, made):
    """A draft of the coordinator, by its name."""
    name = Client(server, COORDINATOR).insert("Annual Report", year=date.today().year)["name"]
    made.append(("Annual Report", name))
    return name


@pytest.mark.parametrize("width", [1400, 390])
def test_the_form_shows_the_figures_and_says_once_that_they_may_change(page_as, draft, width):
    page = page_as(COORDINATOR, width=width)
    form(page, "Annual Report", draft)
    notice = page.locator(f"{FORM} .form-message").filter(has_text="Entwurf: Die Zahlen sind die vom")
    expect(notice).to_have_count(1)
    topics = page.locator(f"{FORM} [data-fieldname=figures_area] details")
    expect(topics).to_have_count(8)
    expect(topics.first.locator("caption").first).to_have_text("Fälle im Jahr")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    fill(page, "title", "Bericht an den Rat")
    save(page)
    settle(page)
    expect(notice).to_have_count(1)


def test_handing_in_is_asked_for_once_more(page_as, server, draft):
    page = page_as(COORDINATOR)
    form(page, "Annual Report", draft)
    page.locator(f"{FORM} .actions-btn-group button").first.click()
    page.locator(f"{FORM} .actions-btn-group .dropdown-menu").get_by_text("Abgeben").click()
    expect(dialog(page)).to_contain_text("Ab jetzt bleiben die Zahlen, wie sie heute sind")
    dialog(page).get_by_role("button", name="Nein").click()
    settle(page)
    stored = Client(server, COORDINATOR).get("Annual Report", draft).json()["data"]
    assert (stored["docstatus"], stored["workflow_state"]) == (0, "Draft")
    assert not stored.get("figures")
