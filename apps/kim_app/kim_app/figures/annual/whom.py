"""Whom the documents of a figure are about: what is hidden depends on how many persons a number stands for."""

from collections.abc import Callable, Iterable

import frappe

from kim_app.figures.annual.facts import Figure


class Persons:
    """The persons of the documents that figures count; each list is read once."""

    def __init__(self) -> None:
        self._lists: dict[str, dict[str, str]] = {}

    def of(self, figure: Figure) -> Callable[[Iterable[str]], list[str]]:
        """Return a function that names the person of each subject; where none is known, a subject stands for itself."""
        if not figure.about_persons or figure.listed in ("", "Person"):
            return list
        persons = self._list(figure.listed, "person")
        if not figure.rows_of:
            return lambda names: [persons.get(name) or name for name in names]
        parents = self._list(figure.rows_of, "parent")
        return lambda names: [persons.get(parents.get(name, "")) or name for name in names]

    def _list(self, doctype: str, fieldname: str) -> dict[str, str]:
        if doctype not in self._lists:
            self._lists[doctype] = dict(frappe.get_all(doctype, fields=["name", fieldname], as_list=True))
        return self._lists[doctype]
