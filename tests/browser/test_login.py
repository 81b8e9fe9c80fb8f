"""The way in and out."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import settle


@pytest.fixture
def visitor(browser, server):
    """A page of somebody who is not signed in, in a browser context of its own."""
    context = browser.new_context(locale="de-DE", timezone_id="Europe/Berlin")
    yield context.new_page()
    context.close()


def sign_in(page, server, user, password):
    page.goto(f"{server.url}/login")
    page.fill("#login_email", user)
    page.fill("#login_password", password)
    page.click(".btn-login:visible")


def test_a_wrong_password_is_refused_and_the_right_one_leads_to_kim(visitor, server):
    sign_in(visitor, server, "koordination@kim.example", "falsch")
    expect(visitor.locator(".btn-login:visible")).to_contain_text("fehlgeschlagen")
    assert "/login" in visitor.url
    sign_in(visitor, server, "koordination@kim.example", server.demo_password)
    visitor.wait_for_url("**/desk/**", timeout=60_000)
    settle(visitor)
    expect(visitor.locator(".body-sidebar")).to_contain_text("Konrad Koordination")
    assert visitor.evaluate("document.documentElement.lang") == "de"


def test_the_setup_wizard_never_appears(page_as, server):
    page = page_as("Administrator")
    page.goto(f"{server.url}/desk/setup-wizard")
    page.wait_for_url(re.compile(r"/desk/(?!setup-wizard)"))
    expect(page.locator(".page-container:visible").first).not_to_contain_text("Setup Wizard")


def test_signing_out_ends_the_session(visitor, server):
    sign_in(visitor, server, "datenschutz@kim.example", server.demo_password)
    visitor.wait_for_url("**/desk/**", timeout=60_000)
    visitor.get_by_text("datenschutz@kim.example").click()
    visitor.get_by_text("Abmelden", exact=True).click()
    visitor.wait_for_url("**/login**")
    visitor.goto(f"{server.url}/desk")
    assert "/login" in visitor.url


def test_a_forgotten_password_can_be_asked_for(visitor, server):
    visitor.goto(f"{server.url}/login#forgot")
    expect(visitor.locator("#forgot_email")).to_be_visible()
