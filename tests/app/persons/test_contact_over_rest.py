"""The address block as a browser or script meets it: every way to read a person, for those who must know and others."""

import json

import pytest

VALUES = {
    "phone": "+49 228 4711", "email": "verborgen@example.org", "address_line": "Geheimer Weg 7",
    "postal_code": "53999", "city": "Verborgenstadt", "contact_hint": "Codewort Ahorn",
}  # fmt: skip
KEEPER, COLLEAGUE, CLERK = "casemanagement1", "casemanagement2", "auslaenderamt"
OTHERS = (COLLEAGUE, CLERK)
HIDDEN = ("household", "household_size", "other_names", "name_key", "entered_by", "family_relations")


@pytest.fixture(scope="module")
def blocked(login, admin):
    """A client of casemanagement1 whom a colleague of the team and, by consent, the offices may write."""
    keeper, records = login(KEEPER), []
    members = [{"user": f"{name}@kim.example"} for name in (KEEPER, COLLEAGUE)]
    team = admin.insert("Team", code="block_rest", label="Team", case_access="Read and Write", members=members)
    records.append(("Team", team["name"]))
    home = keeper.insert("Household", household_name="Haushalt Verborgen")["name"]
    records.append(("Household", home))
    names = {"first_name": "Verena", "last_name": "Verborgen", "other_names": "Vera"}
    person = keeper.insert("Person", **names, household=home, **VALUES)["name"]
    records.append(("Person", person))
    records.append(("Case", keeper.insert("Case", person=person, team=team["name"])["name"]))
    consent = {"purpose": "Exchange with Foreigners Office", "given_on": "2026-01-01"}
    records.append(("Consent", keeper.insert("Consent", person=person, **consent)["name"]))
    assert keeper.put("Person", person, phone="+49 228 4712", marital_status="Single").status_code == 200
    assert keeper.put("Person", person, phone=VALUES["phone"], address_blocked=1).status_code == 200
    yield person
    for doctype, name in reversed(records):
        admin.delete(doctype, name)


def get_document(client, name):
    return client.get("Person", name)


def get_document_v2(client, name):
    return client.http.get(f"{client.server.url}/api/v2/document/Person/{name}", timeout=60)


def get_by_client(client, name):
    return client.call("frappe.client.get", doctype="Person", name=name)


def get_form(client, name):
    return client.call("frappe.desk.form.load.getdoc", doctype="Person", name=name)


def get_print(client, name):
    return client.call("frappe.www.printview.get_html_and_style", doc="Person", name=name)


def get_list(client, name):
    return client.get("Person", filters={"name": name}, fields=["name", *VALUES], order_by="city asc")


def get_report(client, name):
    return client.call(
        "frappe.desk.reportview.get", doctype="Person", fields=["name", *VALUES], filters={"name": name}, view="Report"
    )


def get_validated_link(client, name):
    return client.call("frappe.client.validate_link", doctype="Case", docname="x", fields=list(VALUES))


def get_by_value(client, name):
    return client.call("frappe.client.get_value", doctype="Person", filters=name, fieldname=list(VALUES))


PREPARED = (get_document, get_document_v2, get_by_client, get_form, get_print)
STORED = (get_list, get_report, get_by_value, get_validated_link)


@pytest.mark.parametrize("read", PREPARED, ids=lambda way: way.__name__)
def test_who_must_know_reads_the_values_as_usual(login, blocked, read):
    text = read(login(KEEPER), blocked).text
    found = [value for value in VALUES.values() if value in text]
    assert found == list(VALUES.values())


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("read", (*PREPARED, *STORED), ids=lambda way: way.__name__)
def test_others_read_nothing_of_them_by_any_way(login, blocked, who, read):
    answer = read(login(who), blocked)
    assert answer.status_code in (200, 404) or read is get_validated_link
    assert [value for value in VALUES.values() if value in answer.text] == []


@pytest.mark.parametrize("read", STORED, ids=lambda way: way.__name__)
def test_nothing_is_stored_where_lists_and_reports_read(login, admin, blocked, read):
    for client in (login(KEEPER), admin):
        assert [value for value in VALUES.values() if value in read(client, blocked).text] == []


@pytest.mark.parametrize("who", (KEEPER, *OTHERS))
@pytest.mark.parametrize(("field", "value"), VALUES.items())
def test_nobody_finds_the_person_by_them(login, blocked, who, field, value):
    for filters in ({field: value}, {field: ("like", f"%{value[:5]}%")}):
        names = [row["name"] for row in login(who).get("Person", filters=filters).json()["data"]]
        assert blocked not in names


def test_the_history_keeps_other_changes_and_not_these(login, admin, blocked):
    found = admin.get("Version", filters={"docname": blocked}, fields=["data"], limit_page_length=0).json()["data"]
    text = json.dumps(found)
    assert "marital_status" in text
    assert "address_blocked" in text
    assert [value for value in (*VALUES.values(), "+49 228 4712") if value in text] == []


@pytest.mark.parametrize("who", OTHERS)
def test_a_save_of_others_neither_changes_nor_erases_them(login, blocked, who):
    client = login(who)
    doc = client.get("Person", blocked).json()["data"]
    tries = [
        client.put("Person", blocked, phone="", city="Anderswo", place_of_birth="Asmara"),
        client.call("frappe.client.set_value", doctype="Person", name=blocked, fieldname="city", value="Anderswo"),
        client.call("frappe.client.save", doc={**client.get("Person", blocked).json()["data"], "phone": None}),
    ]
    assert [answer.status_code for answer in tries] == [200] * 3, [answer.text[:500] for answer in tries]
    assert not any(value in answer.text for answer in tries for value in VALUES.values())
    fresh = client.get("Person", blocked).json()["data"]
    assert doc.get("address_blocked") == 1
    form = client.call("frappe.desk.form.save.savedocs", doc={**fresh, **dict.fromkeys(VALUES)}, action="Save")
    assert form.status_code == 200, form.text[:500]
    kept = login(KEEPER).get("Person", blocked).json()["data"]
    assert {field: kept[field] for field in VALUES} == VALUES


@pytest.mark.parametrize("who", OTHERS)
def test_others_do_not_lift_the_block(login, blocked, who):
    refused = login(who).put("Person", blocked, address_blocked=0)
    assert refused.status_code == 403
    assert "Auskunftssperre" in refused.text.encode().decode("unicode_escape") or "Auskunftssperre" in refused.text
    assert login(who).get("Person", blocked).json()["data"]["address_blocked"] == 1


@pytest.mark.parametrize("who", (COLLEAGUE, CLERK, "koordination", "datenschutz", "admin"))
def test_the_protected_record_is_closed_to_others(login, blocked, who):
    client = login(who)
    assert client.get("Protected Contact", blocked).status_code == 403
    listed = client.get("Protected Contact", fields=["name", "phone"])
    assert listed.status_code == 403 or blocked not in listed.text
    assert client.put("Protected Contact", blocked, phone="1").status_code == 403


def test_a_clerks_save_tells_no_family(login, blocked):
    answer = login(CLERK).put("Person", blocked, place_of_birth="Keren").json()["data"]
    told = {field: answer[field] for field in HIDDEN if answer.get(field)}
    assert told == {}
