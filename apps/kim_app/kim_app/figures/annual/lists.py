"""The lists behind the numbers of the annual report, for those who may read everything that a number counts.

A link opens exactly what its number counts. Who may read only some of it is given no link, and no name: neither of
documents about persons, nor where a number is hidden.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import frappe

from kim_app.figures.annual.report import Block, Line, Number, Page
from kim_app.reports import behind


class Lists:
    """What the present reader may open; asked in one query for each DocType."""

    def __init__(self, pages: Iterable[Page]):
        blocks = [block for page in pages for block in page.blocks if block.listed]
        self.parents = self._parents(blocks)
        wanted = defaultdict(set)
        for block in blocks:
            wanted[block.listed] |= {name for number in _numbers(block) for name in self._documents(block, number)}
        self.readable = {doctype: _readable(doctype, names) for doctype, names in wanted.items()}

    def behind(self, block: Block, line: Line) -> dict[str, Any]:
        """Return the lists behind the two numbers of a line, by column; None where the reader is given no link."""
        return {"before": self._list(block, line.before), "now": self._list(block, line.now)}

    def _list(self, block: Block, number: Number) -> dict[str, Any] | None:
        documents = self._documents(block, number)
        if not documents or not documents <= self.readable[block.listed]:
            return None
        return behind(block.listed, documents)

    def _documents(self, block: Block, number: Number) -> set[str]:
        """Return the documents that a number counts, or those whose rows it counts."""
        if not block.rows_of:
            return set(number.names)
        return {self.parents[block.rows_of][name] for name in number.names}

    def _parents(self, blocks: list[Block]) -> dict[str, dict[str, str]]:
        rows = defaultdict(set)
        for block in blocks:
            if block.rows_of:
                rows[block.rows_of] |= {name for number in _numbers(block) for name in number.names}
        return {
            child: dict(frappe.get_all(child, {"name": ("in", names or [""])}, ["name", "parent"], as_list=True))
            for child, names in rows.items()
        }


def _numbers(block: Block) -> list[Number]:
    lines = [*block.lines, *([block.total] if block.total else [])]
    return [number for line in lines for number in (line.before, line.now)]


def _readable(doctype: str, names: set[str]) -> set[str]:
    if not names or not frappe.has_permission(doctype, "read"):
        return set()
    filters = {"name": ("in", names)}
    return set(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0))
