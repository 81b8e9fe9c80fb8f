"""What is entered as a name stays text that can be read: no markup, no invisible characters, no blanks alone."""

import re
import unicodedata

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import strip_html

NAMES = ("first_name", "last_name", "other_names", "place_of_birth")
LONGEST_NAME = 140

# Marks that turn the direction of writing or cannot be seen. The joiners of Persian and Indian scripts stay.
UNSEEN = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]")


def tidy_names(doc: Document) -> None:
    """Put names into one form: composed letters, single blanks, no markup and nothing that cannot be seen."""
    for fieldname in NAMES:
        value = doc.get(fieldname)
        if isinstance(value, str):
            doc.set(fieldname, tidy(value))


def tidy(text: str) -> str:
    """Return `text` as it can be shown in one line."""
    seen = UNSEEN.sub("", unicodedata.normalize("NFC", strip_html(text)))
    return " ".join(seen.split())


def require_names(doc: Document) -> None:
    """Refuse names without a letter, and those too long to be shown. Raises `frappe.ValidationError`."""
    for fieldname in ("first_name", "last_name"):
        value = doc.get(fieldname)
        if value is not None and not any(map(str.isalnum, str(value))):
            frappe.throw(
                _("{0} holds no letter. If the name is not known, please write “unknown”.").format(
                    frappe.bold(_(doc.meta.get_label(fieldname)))
                ),
                title=_("Name Missing"),
            )
    if len(doc.full_name) > LONGEST_NAME:
        frappe.throw(
            _("First and last name together have {0} characters; {1} are possible. Please shorten them.").format(
                len(doc.full_name), LONGEST_NAME
            ),
            title=_("Name Too Long"),
        )
