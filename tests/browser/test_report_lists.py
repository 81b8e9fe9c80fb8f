"""The numbers of reports are clicked: the list behind each shows exactly as many documents as the number says."""

import json
import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.app.reports.conftest import REPORTS, readers
from tests.browser.desk import form, go, settle
from tests.browser.walk import first_of
from tests.rest import Client

CASE_MANAGER = "casemanagement1@kim.example"
USERS = ("koordination@kim.example", CASE_MANAGER, "einbuergerung@kim.example", "lenkungsgruppe@kim.example")
NUMBERS = ":is(.dt-scrollable, .report-summary) :is(a[href*='view/list'], [data-kim-list])"
LISTS = ("Case", "Referral", "Application", "Barrier", "Measure", "Meeting", "Actor", "Offer", "Person", "Contact Note")
SUMS = ("Network Coverage",)
"""Free places are more than the offers that have them."""
CHART_THAT_WAS_LEFT = "Failed to execute 'removeChild'"
"""What the chart library says if its page is left while it draws; nothing is wrong on the screen."""


@pytest.fixture(autouse=True)
def forgotten_filters(server):
    """The Desk remembers the last filter of each list for its user: it is taken back when the pages are closed."""
    yield
    for user in (*USERS, "datenschutz@kim.example"):
        client = Client(server, user)
        for doctype in LISTS:
            client.ask("frappe.model.utils.user_settings.save", doctype=doctype, user_settings={"List": {}})


def open_report(page, report):
    go(page, f"query-report/{report}")
    page.wait_for_function(
        "name => frappe.query_report?.report_name === name && frappe.query_report.raw_data", arg=report
    )
    settle(page)


def click_and_count(page, report, number):
    """Click a number, and wait for the list that has as many documents as were named."""
    text, href = number.inner_text().strip(), number.get_attribute("href")
    names = json.loads(unquote(href.split("name=")[1]))[1] if href else number.get_attribute("data-kim-names").split()
    assert report in SUMS or text == str(len(names)), (report, text)
    number.click()
    page.wait_for_function("() => frappe.get_route()[0] === 'List'")
    expect(page.locator(".list-count:visible")).to_have_text(re.compile(rf"von {len(names)}$"))
    settle(page)


@pytest.mark.parametrize("user", USERS)
def test_numbers_open_exactly_what_they_count(page_as, user):
    page, opened = page_as(user, allow=[CHART_THAT_WAS_LEFT]), set()
    for report in (report for report in REPORTS if user in readers(report)):
        open_report(page, report)
        for place in (".dt-scrollable", ".report-summary"):
            numbers = page.locator(NUMBERS).and_(page.locator(f"{place} *")).locator("visible=true")
            if numbers.count():
                click_and_count(page, report, numbers.last)
                opened.add(report)
                open_report(page, report)
    assert len(opened) >= (4 if "case" in user or "einb" in user else 3), opened


def test_more_documents_than_an_address_can_name_are_handed_to_the_list(page_as):
    page = page_as(CASE_MANAGER, allow=[CHART_THAT_WAS_LEFT])
    open_report(page, "Case Flow")
    page.evaluate("() => { kim.reports.MOST_IN_ADDRESS = 1; return frappe.query_report.refresh() }")
    settle(page)
    expect(page.locator("[data-kim-list]").first).to_be_visible()
    click_and_count(page, "Case Flow", page.locator("[data-kim-list]").locator("visible=true").last)


def test_openings_are_shown_one_by_one(page_as):
    case_manager = page_as(CASE_MANAGER)
    form(case_manager, "Case", first_of(case_manager, "Case"))
    page = page_as("datenschutz@kim.example", allow=[CHART_THAT_WAS_LEFT])
    open_report(page, "Access Log")
    number = page.locator("[data-openings]").first
    expected = int(number.inner_text())
    number.click()
    shown = "number => frappe.query_report.get_filter_value('details') && frappe.query_report.data.length === number"
    page.wait_for_function(shown, arg=expected)
    settle(page)
    expect(page.locator(".dt-scrollable .dt-row:visible")).to_have_count(expected)
