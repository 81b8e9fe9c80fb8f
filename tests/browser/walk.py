"""What a role meets on the Desk: the screens of KIM that it may open, and the texts that stand on them."""

import json
import re

from playwright.sync_api import Page

from tests.app.test_doctypes import MAIN
from tests.browser.desk import READY, go, settle

ROLES = (
    "admin@kim.example",
    "koordination@kim.example",
    "casemanagement1@kim.example",
    "auslaenderamt@kim.example",
    "einbuergerung@kim.example",
    "lenkungsgruppe@kim.example",
    "datenschutz@kim.example",
)
DOCTYPES = [doctype["name"] for doctype in MAIN if not doctype.get("issingle")]

VISIBLE_TEXTS = """
() => {
    const shown = (element) => element && element.getClientRects().length && getComputedStyle(element).visibility !== "hidden";
    const ignored = (element) => element.closest("script, style, noscript, svg, .ace_editor, [data-walk-ignore]");
    const texts = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement;
        const text = walker.currentNode.textContent.replace(/\\s+/g, " ").trim();
        if (text && shown(parent) && !ignored(parent)) texts.add(text);
    }
    for (const element of document.querySelectorAll("[placeholder], [title], [aria-label], [data-original-title]")) {
        if (!shown(element) || ignored(element)) continue;
        for (const name of ["placeholder", "title", "aria-label", "data-original-title"]) {
            const text = (element.getAttribute(name) || "").replace(/\\s+/g, " ").trim();
            if (text) texts.add(text);
        }
    }
    return [...texts];
}
"""


def texts(page: Page) -> set[str]:
    """Return every text that stands on the page now: words, hints, tooltips."""
    return set(page.evaluate(VISIBLE_TEXTS))


def may(page: Page, right: str) -> list[str]:
    """Return the DocTypes of KIM that the role has a right on: can_read, can_create."""
    page.wait_for_function(READY)
    allowed = set(page.evaluate("right => frappe.boot.user[right] || []", right))
    return [doctype for doctype in DOCTYPES if doctype in allowed]


def first_of(page: Page, doctype: str) -> str | None:
    """Return the name of a document that the role sees, or None."""
    ask = "doctype => frappe.db.get_list(doctype, {limit: 1, order_by: 'modified desc', pluck: 'name'})"
    found = page.evaluate(ask, doctype)
    return found[0] if found else None


def workspaces(page: Page) -> list[str]:
    """Return the routes of the workspaces of KIM that the role sees."""
    page.wait_for_function(READY)
    pages = page.evaluate(
        "() => (frappe.boot.workspaces?.pages || []).filter(p => p.module === 'KIM').map(p => p.name)"
    )
    return [f"Workspaces/{name}" for name in pages]


def open_list(page: Page, doctype: str, view: str = "List") -> None:
    """Open a list or another view of a DocType."""
    go(page, f"List/{doctype}/{view}")


def close_dialogs(page: Page) -> list[str]:
    """Close what lies over the page and return the texts of messages that tell of an error."""
    errors = page.evaluate(
        "() => [...document.querySelectorAll('.modal.show')].filter(m => m.querySelector('.indicator.red'))"
        ".map(m => m.innerText)"
    )
    page.evaluate("() => { cur_dialog?.hide(); $('.modal.show').modal('hide') }")
    return errors


def leave(page: Page) -> None:
    """Forget what was not saved, so that the next screen opens without a question."""
    page.evaluate("() => { if (cur_frm) cur_frm.doc.__unsaved = 0 }")
    settle(page)


def words(text: str) -> list[str]:
    """Split a text into its words, small letters only."""
    return re.findall(r"[a-zäöüß]+", text.lower())


def as_json(value) -> str:
    """Return a value for a report, readable."""
    return json.dumps(value, ensure_ascii=False, indent=1)
