"""Family relations: what is entered on one person stands on the relative as well, seen from the other side."""

import frappe
from frappe import _
from frappe.model.document import Document

from kim_app.permissions import sees

INVERSE = {
    "Partner": "Partner",
    "Child": "Parent",
    "Parent": "Child",
    "Sibling": "Sibling",
    "Other Relative": "Other Relative",
    "Guardian": "Ward",
    "Ward": "Guardian",
}
Pair = tuple[str, str]


def check_relations(doc: Document) -> None:
    """Refuse strangers as relatives, relations to oneself and contradictions. Raises `frappe.ValidationError`."""
    known = _pairs(doc.get_doc_before_save())
    for row in doc.family_relations:
        if row.relative == doc.name:
            frappe.throw(_("Row {0}: nobody is a relative of oneself. Please choose another person.").format(row.idx))
        if (row.relative, row.relation) not in known and not (doc.flags.merged_record or _may_see(row.relative)):
            frappe.throw(
                _("Row {0}: you may not see this person. Please choose one of your own persons.").format(row.idx),
                frappe.PermissionError,
            )
    _require_one_meaning(doc)


def mirror_relations(doc: Document) -> None:
    """Enter new relations on the relatives and take removed ones off, where the author may see the relative."""
    if doc.flags.mirrored_relation or doc.flags.merged_record:
        # The rows on the relatives are made, or have moved along.
        return
    before, now = _pairs(doc.get_doc_before_save()), _pairs(doc)
    for relative, relation in sorted(before - now):
        if _may_see(relative):
            _take_off(relative, (doc.name, INVERSE[relation]))
    for relative, relation in sorted(now - before):
        _enter(relative, (doc.name, INVERSE[relation]))


def forget_relations(person: str) -> None:
    """Take a person who is deleted off all relatives."""
    frappe.db.delete("Family Relation", {"relative": person})


def drop_doubles(person: str) -> None:
    """Keep one of equal rows that point to a person; merging two records makes them equal."""
    rows = frappe.get_all(
        "Family Relation",
        filters={"relative": person},
        fields=["name", "parent", "relation"],
        order_by="creation asc, name asc",
    )
    seen = set()
    for row in rows:
        if (row.parent, row.relation) in seen or row.parent == person:
            frappe.db.delete("Family Relation", {"name": row.name})
        seen.add((row.parent, row.relation))


def _pairs(doc: Document | None) -> set[Pair]:
    return {(row.relative, row.relation) for row in doc.family_relations} if doc else set()


def _may_see(person: str) -> bool:
    return frappe.session.user == "Administrator" or sees("Person", person)


def _require_one_meaning(doc: Document) -> None:
    """One row for each relative and relation; nobody is child and parent of the same person."""
    seen: set[Pair] = set()
    for row in doc.family_relations:
        pair = (row.relative, row.relation)
        opposite = INVERSE.get(row.relation)
        if pair in seen or (opposite != row.relation and (row.relative, opposite) in seen):
            frappe.throw(
                _("Row {0}: {1} stands in another row already. Please delete one of the two.").format(
                    row.idx, frappe.bold(frappe.utils.escape_html(row.relative_name or row.relative))
                ),
                title=_("Contradicting Family Relations"),
            )
        seen.add(pair)


def _enter(person: str, pair: Pair) -> None:
    relative = frappe.get_doc("Person", person)
    if pair not in _pairs(relative):
        relative.append("family_relations", {"relative": pair[0], "relation": pair[1]})
        _save_mirrored(relative)


def _take_off(person: str, pair: Pair) -> None:
    relative = frappe.get_doc("Person", person)
    if pair in _pairs(relative):
        kept = [row for row in relative.family_relations if (row.relative, row.relation) != pair]
        relative.set("family_relations", kept)
        _save_mirrored(relative)


def _save_mirrored(relative: Document) -> None:
    relative.flags.mirrored_relation = True
    # The author may see the relative; the mirrored row says nothing that the author did not enter.
    relative.save(ignore_permissions=True)
