"""Every DocType of the app, walked over: can a colleague find, read and understand it, and who may do what."""

import json
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "apps" / "kim_app" / "kim_app"
FILES = sorted(APP.glob("kim/doctype/*/*.json"))
DOCTYPES = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
CHILDREN = [doctype for doctype in DOCTYPES if doctype.get("istable")]
MAIN = [doctype for doctype in DOCTYPES if not doctype.get("istable")]
WITH_LIST = [doctype for doctype in MAIN if not doctype.get("issingle")]
LISTS = [doctype for doctype in MAIN if doctype.get("document_type") == "Setup"]

CM, CO, FO, NA = "KIM Case Manager", "KIM Coordinator", "KIM Foreigners Office Clerk", "KIM Naturalisation Clerk"
ST, AD, DP, SM = "KIM Steering Member", "KIM Administrator", "KIM Data Protection Officer", "System Manager"

# Who may do what at level 0: r = read, w = write, c = create, d = delete, i = import, e = export.
CLERKS = {FO: "rwc", NA: "rwc"}
MATRIX = {
    "Person": {CM: "rwc", **CLERKS},
    "Household": {CM: "rwc"},
    "Protected Contact": {CM: "r", FO: "r", NA: "r"},
    "Case": {CM: "rwc"},
    "Contact Note": {CM: "rwc"},
    "Assessment": {CM: "rwc"},
    "Consent": {CM: "rwc", FO: "r", NA: "r", DP: "r"},
    # Write is needed to fill in a new form; the rules let nobody but the coordinator change what is stored.
    "Disclosure": {CM: "rwc", FO: "rwc", NA: "rwc", DP: "r"},
    "Referral": {CM: "rwc"},
    "Application": {**CLERKS, CM: "r"},
    "Actor": {CO: "rwcdie", CM: "r", FO: "r", NA: "r", ST: "r"},
    "Offer": {CO: "rwcdie", CM: "r", FO: "r", NA: "r", ST: "r"},
    "Meeting": {CO: "rwc", CM: "rwc", FO: "r", NA: "r", ST: "r"},
    "Land Mapping": {CO: "rwcd", AD: "rwcd"},
    "Report Topic": {CO: "rwcd", AD: "rwcd", ST: "r"},
    "Annual Report": {CO: "rwcde", ST: "re"},
    "Barrier": {CO: "rwc", CM: "rwc", FO: "rwc", NA: "rwc", ST: "r"},
    "Measure": {CO: "rwc", CM: "rwc", FO: "rwc", NA: "rwc", ST: "r"},
    # Figures may be taken along: reports are exported by the right on this DocType.
    "Statistic": {CO: "rwcde", CM: "re", FO: "re", NA: "re", ST: "re"},
    "Deputy Arrangement": {CM: "rwcd", CO: "rwc"},
    "Data Subject Request": {DP: "rwc"},
    "Retention Rule": {DP: "rwc", AD: "r"},
    "Retention Run": {DP: "rwc"},
    "Processing Activity": {DP: "rwce", AD: "rwce"},
    "KIM Settings": {AD: "rw", SM: "rw", CM: "r", CO: "r", FO: "r", NA: "r", ST: "r", DP: "r"},
}
# Who reads and writes the fields of a higher permission level.
HIDDEN = {
    "Person": {1: {CM: "rw"}},
    "Consent": {1: {CM: "rw", FO: "r", NA: "r"}},
    "Disclosure": {1: {CM: "rw"}, 2: {FO: "rw", NA: "rw"}},
    "Application": {1: {FO: "rw", NA: "rw"}, 2: {CM: "r"}},
    "Meeting": {1: {CM: "rw"}},
    "Barrier": {1: {CM: "rw"}, 3: {CM: "r", CO: "r"}},
}
LIST_RIGHTS = {AD: "rwcdie", SM: "rwcdie", CM: "r", CO: "r", FO: "r", NA: "r", ST: "r", DP: "r"}
# What is handed in, and by whom; everything else goes from state to state.
HANDED_IN_BY = {"Annual Report": {CO}}
LETTERS = {"read": "r", "write": "w", "create": "c", "delete": "d", "import": "i", "export": "e"}


def named(doctypes):
    return [pytest.param(doctype, id=doctype["name"]) for doctype in doctypes]


@pytest.mark.parametrize("doctype", named(DOCTYPES))
def test_has_a_description(doctype):
    assert doctype["description"].endswith(".")


@pytest.mark.parametrize("doctype", named(MAIN))
def test_changes_are_kept(doctype):
    assert doctype["track_changes"] == 1


@pytest.mark.parametrize("doctype", named(WITH_LIST))
def test_has_title_and_search_fields_that_exist(doctype):
    fields = {field["fieldname"] for field in doctype["fields"]}
    assert doctype["title_field"] in fields, "a number alone tells nobody anything"
    assert set(doctype["search_fields"].split(",")) <= fields


@pytest.mark.parametrize("doctype", named(WITH_LIST))
def test_has_list_columns_and_filters(doctype):
    assert 2 <= sum(field.get("in_list_view", 0) for field in doctype["fields"]) <= 7
    assert any(field.get("in_standard_filter") for field in doctype["fields"])


@pytest.mark.parametrize("doctype", named(CHILDREN))
def test_child_has_columns_and_no_rights_of_its_own(doctype):
    assert any(field.get("in_list_view") for field in doctype["fields"])
    assert doctype["permissions"] == []


# Nobody's role opens these: the app puts back what the reader of a document may see in them.
CLOSED_TO_ALL = {
    ("State Period", "changed_by"),
    ("Barrier Occurrence", "case"),
    ("Barrier Occurrence", "reported_by"),
}


def rights_at(doctype, level):
    return {
        row["role"]: {letter for right, letter in LETTERS.items() if row.get(right)}
        for row in doctype["permissions"]
        if row.get("permlevel", 0) == level
    }


def letters(table):
    return {role: set(rights) for role, rights in table.items()}


@pytest.mark.parametrize("doctype", named(MAIN))
def test_rights_are_those_of_the_matrix(doctype):
    expected = LIST_RIGHTS if doctype in LISTS else MATRIX[doctype["name"]]
    assert rights_at(doctype, 0) == letters(expected)


@pytest.mark.parametrize("doctype", named(MAIN))
def test_rights_on_hidden_fields_are_those_of_the_matrix(doctype):
    levels = {row["permlevel"] for row in doctype["permissions"] if row.get("permlevel")}
    expected = HIDDEN.get(doctype["name"], {})
    assert {level: rights_at(doctype, level) for level in levels} == {
        level: letters(table) for level, table in expected.items()
    }
    rows = [child for child in CHILDREN if child["name"] in {field.get("options") for field in doctype["fields"]}]
    fields = [(each["name"], field) for each in (doctype, *rows) for field in each["fields"]]
    used = {
        field["permlevel"]
        for name, field in fields
        if field.get("permlevel") and (name, field["fieldname"]) not in CLOSED_TO_ALL
    }
    assert used == levels


@pytest.mark.parametrize("doctype", named(CHILDREN))
def test_rows_of_a_hidden_table_are_hidden_themselves(doctype):
    """The framework lists rows of a table without asking for the permission level of the table."""
    tables = [field for other in MAIN for field in other["fields"] if field.get("options") == doctype["name"]]
    level = max((field.get("permlevel", 0) for field in tables), default=0)
    if doctype["name"] == "State Period":  # hidden on applications, open on cases: who changed the state is hidden
        return
    open_ones = [field["fieldname"] for field in doctype["fields"] if field.get("permlevel", 0) < level]
    assert not [name for name in open_ones if "column" not in name and "section" not in name]


def test_the_matrix_holds_what_there_is():
    assert set(MATRIX) | {doctype["name"] for doctype in LISTS} == {doctype["name"] for doctype in MAIN}
    assert set(HIDDEN) <= set(MATRIX)


@pytest.mark.parametrize("doctype", named(MAIN))
def test_nobody_submits_cancels_or_amends_but_who_hands_in_reports(doctype):
    rows = [row for row in doctype["permissions"] if any(row.get(right) for right in ("submit", "cancel", "amend"))]
    assert {row["role"] for row in rows} == HANDED_IN_BY.get(doctype["name"], set())
    assert bool(rows) == bool(doctype.get("is_submittable"))


@pytest.mark.parametrize("doctype", named(MAIN))
def test_who_may_enter_a_document_can_fill_in_its_form(doctype):
    """The Desk draws a new form read-only for a role that may create and not write."""
    assert all(row.get("write") for row in doctype["permissions"] if row.get("create"))


@pytest.mark.parametrize("doctype", named(MAIN))
def test_nobody_may_share(doctype):
    assert not any(row.get("share") for row in doctype["permissions"])


@pytest.mark.parametrize("doctype", named(MAIN))
def test_rights_on_hidden_fields_belong_to_readers(doctype):
    readers = {row["role"] for row in doctype["permissions"] if not row.get("permlevel")}
    assert {row["role"] for row in doctype["permissions"]} == readers


@pytest.mark.parametrize("doctype", named(DOCTYPES))
def test_links_and_tables_lead_somewhere(site, doctype):
    for field in doctype["fields"]:
        if field["fieldtype"] in ("Link", "Table", "Table MultiSelect"):
            assert site.db.exists("DocType", field["options"]), field["fieldname"]
        for source in filter(None, [field.get("fetch_from")]):
            link, target = source.split(".")
            linked = next(other for other in doctype["fields"] if other["fieldname"] == link)["options"]
            assert site.get_meta(linked).has_field(target)
    for link in doctype["links"]:
        assert site.get_meta(link["link_doctype"]).has_field(link["link_fieldname"])


@pytest.mark.parametrize("doctype", named(LISTS))
def test_list_has_key_label_and_switch(site, doctype):
    assert doctype["autoname"] == "field:code"
    assert doctype["title_field"] == "label"
    assert doctype["show_title_field_in_link"] == 1
    assert {"code", "label", "active", "sort_order"} <= {field["fieldname"] for field in doctype["fields"]}
    assert site.db.count(doctype["name"]) > 0


@pytest.mark.parametrize("doctype", named(DOCTYPES))
def test_links_to_lists_offer_active_entries_only(doctype):
    lists = {other["name"] for other in LISTS}
    for field in doctype["fields"]:
        if field["fieldtype"] == "Link" and field["options"] in lists:
            assert json.loads(field["link_filters"]) == [[field["options"], "active", "=", 1]], field["fieldname"]


@pytest.mark.parametrize("name", [name for name in MATRIX if name != "KIM Settings"])
def test_names_of_clients_do_not_travel_with_links(name):
    """Frappe sends titles of linked documents along without asking who may read them."""
    doctype = next(doctype for doctype in DOCTYPES if doctype["name"] == name)
    assert not doctype.get("show_title_field_in_link")


@pytest.mark.parametrize("doctype", named(DOCTYPES))
def test_only_the_directory_goes_into_global_search(doctype):
    """Its index knows no document rule: what stands in it is shown to all who may read the DocType."""
    searched = any(field.get("in_global_search") for field in doctype["fields"])
    assert searched == (doctype["name"] in ("Actor", "Offer"))


@pytest.mark.parametrize("doctype", named(MAIN))
def test_a_copy_of_a_name_follows_the_person(doctype):
    from kim_app.kim.doctype.person.person import NAME_COPIES

    fields = {field["fieldname"] for field in doctype["fields"]}
    assert ({"person", "person_name"} <= fields) == (doctype["name"] in NAME_COPIES)


@pytest.mark.parametrize("doctype", named(MAIN))
def test_who_saves_is_answered_no_hidden_field(site, doctype):
    """Frappe answers a save with the whole document, whatever the levels of its fields."""
    from frappe.model.base_document import get_controller

    from kim_app.answers import AnswersToReader

    children = [field["options"] for field in doctype["fields"] if field["fieldtype"] in ("Table", "Table MultiSelect")]
    hidden = [field for field in doctype["fields"] if field.get("permlevel")]
    hidden += [field for child in children for field in site.get_meta(child).fields if field.permlevel]
    writers = {row["role"] for row in doctype["permissions"] if row.get("write") or row.get("create")}
    if hidden and len(writers) > 1:
        assert issubclass(get_controller(doctype["name"]), AnswersToReader)
