"""What a role meets on the Desk: the screens of KIM that it may open, and the texts that stand on them."""

import re

from babel.messages.pofile import read_po
from playwright.sync_api import Page

from pocket import ROOT
from tests.app.test_doctypes import APP, MAIN
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
LISTS = [doctype["name"] for doctype in MAIN if doctype.get("document_type") == "Setup"]
"""The lists that an administrator edits: all of one make, and walked over by the administrator alone."""

VISIBLE_TEXTS = """
() => {
    const hidden = (element) => getComputedStyle(element).visibility === "hidden";
    const shown = (element) => element && element.getClientRects().length && !hidden(element);
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
    """Close what lies over the page, wait until it is gone, and return the messages that tell of an error."""
    errors = page.evaluate(
        "() => [...document.querySelectorAll('.modal.show')].filter(m => m.querySelector('.indicator.red'))"
        ".map(m => m.innerText)"
    )
    # A dialog that is still being shown ignores the wish to be hidden: it is repeated.
    page.wait_for_function("() => { $('.modal.show').modal('hide'); return !document.querySelector('.modal.show') }")
    return errors


def leave(page: Page) -> None:
    """Forget what was not saved, so that the next screen opens without a question."""
    page.evaluate("() => { if (cur_frm) cur_frm.doc.__unsaved = 0 }")
    settle(page)


def english(found: set[str]) -> list[str]:
    """Return those texts that are English: known messages left untranslated, and sentences of English words.

    Names of fields, which the Desk shows as hints, and keys of lists are no words of a language.
    """
    return sorted(text for text in found if not _is_no_text(text) and (_untranslated(text) or _is_sentence(text)))


def _is_no_text(text: str) -> bool:
    return len(text) < 3 or bool(KEY.fullmatch(text) or LIBRARY.fullmatch(text))


def _untranslated(text: str) -> bool:
    return text in GERMAN and text not in GERMAN_TEXTS and text not in PROPER


def _is_sentence(text: str) -> bool:
    # A hyphen makes one word: “Friedrich-List-Schule” is no list.
    letters = re.findall(r"[a-zäöüß'-]+", text.lower())
    marks = [word for word in letters if word in ENGLISH_WORDS]
    return len(letters) >= 2 and len(marks) >= max(1, len(letters) // 4)


def _catalogue() -> dict[str, str]:
    """Return the German of the Desk and of KIM by their English."""
    texts = {}
    for path in (ROOT / "pocket" / "german" / "de.po", APP / "locale" / "de.po"):
        with path.open("rb") as source:
            texts |= {message.id: message.string for message in read_po(source) if isinstance(message.id, str)}
    return {english: german for english, german in texts.items() if english and german and english != german}


GERMAN = _catalogue()
GERMAN_TEXTS = set(GERMAN.values())
KEY = re.compile(r"(ID: )?[a-z0-9_.:/@-]+")
PROPER = {"Name", "Status", "Person", "Team"}
"""Texts that are German as well."""
LIBRARY = re.compile(r"(\d+ results found|Results List|No results found)")
"""What the library of link fields says to screen readers; it knows no other language."""

ENGLISH = (
    "the and of is are with from your you this that not filters applied new add edit save view ago last created "
    "updated changed value days hours select search more show hide open close menu refresh sort ascending descending "
    "yes no has have been were for on be or to it at as by only what when who which if without until before after "
    "submitted cancelled draft reset clear customize settings print share comment comments activity enter type missing "
    "required loading please delete duplicate rename copy reload results found list document records"
)
ENGLISH_WORDS = frozenset(ENGLISH.split())
