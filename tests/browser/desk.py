"""What a user does on the Desk, as functions; each waits until the Desk has done it."""

import re

from playwright.sync_api import Locator, Page, TimeoutError, expect

READY = "() => window.frappe?.boot && document.querySelector('.page-container')"
IDLE = "() => !frappe.request.ajax_count && !document.querySelector('#freeze.in')"
CALM = 60  # milliseconds without a request


def go(page: Page, route: str, **options) -> None:
    """Open a route of the Desk ("List/Case") in the page that is there, and wait until it stands."""
    page.wait_for_function(READY)
    page.evaluate("([route, options]) => { frappe.route_options = options; frappe.set_route(route) }", [route, options])
    page.wait_for_function("route => frappe.get_route()[0] === route.split('/')[0]", arg=route)
    settle(page)


def settle(page: Page) -> None:
    """Wait until no request is under way and nothing is frozen, and none follows at once."""
    for _ in range(2):
        page.wait_for_function(IDLE)
        page.evaluate("pause => new Promise(done => setTimeout(done, pause))", CALM)
    page.wait_for_function(IDLE)


def form(page: Page, doctype: str, name: str = "new") -> None:
    """Open a document's form, or that of a new document."""
    page.wait_for_function(READY)
    start = "frappe.new_doc(doctype, null, null)" if name == "new" else "frappe.set_route('Form', doctype, name)"
    page.evaluate(f"([doctype, name]) => {{ {start} }}", [doctype, name])
    here = "doctype === cur_frm?.doctype && (name === 'new' ? cur_frm.is_new() : cur_frm.docname === name)"
    page.wait_for_function(f"([doctype, name]) => {here} && cur_frm.$wrapper.is(':visible')", arg=[doctype, name])
    settle(page)


def field(page: Page, name: str) -> Locator:
    """Return the visible control of a field, in a dialog if one is open."""
    control = f'.frappe-control[data-fieldname="{name}"]'
    places = f".modal.show {control}, body:not(.modal-open) .page-container {control}"
    return page.locator(places).locator("visible=true").first


def fill(page: Page, name: str, text: str) -> None:
    """Type into a field and leave it."""
    box = field(page, name).locator("input:visible, textarea:visible").first
    box.fill(text)
    box.press("Tab")


def choose(page: Page, name: str, text: str, option: str | None = None) -> None:
    """Search in a link field and take the option that holds the text."""
    box = field(page, name).locator("input:visible").first
    box.click()
    box.fill("")
    box.press_sequentially(text, delay=20)
    field(page, name).locator("[role=option]").filter(has_text=option or text).first.click()
    settle(page)


def value(page: Page, name: str):
    """Return a field's value in the open document."""
    return page.evaluate("name => cur_frm.doc[name]", name)


def save(page: Page) -> str:
    """Save with the keyboard; return the document's name."""
    page.keyboard.press("Control+s")
    page.wait_for_function("() => !cur_frm.is_new() && !cur_frm.is_dirty()")
    settle(page)
    return page.evaluate("() => cur_frm.doc.name")


def dialog(page: Page) -> Locator:
    """Return the open dialog."""
    return page.locator(".modal.show").last


def confirm(page: Page) -> None:
    """Press the main button of the open dialog and wait until it is gone."""
    window = dialog(page).element_handle()
    window.wait_for_selector(".btn-primary:visible").click()
    window.wait_for_element_state("hidden")
    settle(page)


def menu(page: Page, text: str) -> None:
    """Choose an entry of the page's menu (three dots)."""
    page.locator(".menu-btn-group:visible > button").first.click()
    page.locator(".menu-btn-group .dropdown-menu:visible li").filter(has_text=text).first.click()


def shows(page: Page, text: str) -> None:
    """Expect a text on the visible page."""
    expect(page.locator(".page-container:visible").first).to_contain_text(re.compile(text))


def act(page: Page, action: str) -> None:
    """Take a workflow action of the open document by its English name."""
    german = page.evaluate("text => __(text)", action)
    entry = page.locator(".actions-btn-group:visible .dropdown-menu li").filter(has_text=german).first
    entry.wait_for(state="attached")
    # News of the last change may draw the menu anew and close it: then it is opened again, as a user would.
    for _attempt in range(5):
        if not entry.is_visible():
            page.locator(".actions-btn-group:visible > button").first.click()
        try:
            entry.click(timeout=3000)
            break
        except TimeoutError:
            settle(page)
    settle(page)
