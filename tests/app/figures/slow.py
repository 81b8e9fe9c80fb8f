"""Counting slowly: every document is loaded by itself, and nothing of the app's figures is used."""

from collections import defaultdict

import frappe
from frappe.utils import getdate, nowdate


def documents(doctype):
    """Return all documents of a DocType, each loaded by itself."""
    return [frappe.get_doc(doctype, name) for name in frappe.get_all(doctype, pluck="name")]


class Slow:
    """Recounts for one year; each answer is {label: set of names}, or {label: {name: number}} for sums and medians."""

    def __init__(self, year):
        self.year, self.end = year, min(getdate(f"{year}-12-31"), getdate(nowdate()))
        self.found = defaultdict(dict)

    def within(self, day):
        return bool(day) and str(day)[:4] == str(self.year)

    def until_end(self, day):
        return bool(day) and getdate(day) <= self.end

    def add(self, label, name, value=None):
        self.found[label or "Not Specified"][name] = value

    def of(self, doctype, day, label):
        for doc in documents(doctype):
            if self.within(doc.get(day)):
                for each in label(doc) if isinstance(label(doc), list) else [label(doc)]:
                    self.add(each, doc.name)
        return self.found


def title(doctype, name, field="label"):
    return frappe.get_doc(doctype, name).get(field) if name else None


def several(doc, table, field, doctype):
    return [title(doctype, row.get(field)) for row in doc.get(table)] or [None]
