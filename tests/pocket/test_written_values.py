"""Whatever text is written through whichever path of the framework is read back letter for letter."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

# Unicode without surrogates; the framework strips blanks at both ends and cuts NUL on some ways, which is its right.
STRANGE = st.text(
    alphabet=st.sampled_from("ab'\"`%s()?:;\\-_#ü€😀")
    | st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Z"]),
    min_size=1,
    max_size=60,
)
DANGEROUS = ["it's 100%", "%s", "%(name)s", "'; DROP TABLE tabToDo; --", "`x`", "50%% off", "\\'", ":name ?", "'%"]


def set_value(frappe, name, text):
    frappe.db.set_value("ToDo", name, "description", text)


def set_value_of_several_fields(frappe, name, text):
    frappe.db.set_value("ToDo", name, {"description": text, "color": "#fff"})


def set_value_by_filter(frappe, name, text):
    frappe.db.set_value("ToDo", {"name": name, "status": "Open"}, "description", text)


def save_document(frappe, name, text):
    todo = frappe.get_doc("ToDo", name)
    todo.description = text
    todo.db_update()


def sql_with_dict(frappe, name, text):
    frappe.db.sql("update tabToDo set description=%(d)s where name=%(n)s", {"d": text, "n": name})


def sql_with_tuple(frappe, name, text):
    frappe.db.sql("update `tabToDo` set description=%s where name=%s", (text, name))


def query_builder(frappe, name, text):
    todo = frappe.qb.DocType("ToDo")
    frappe.qb.update(todo).set(todo.description, text).where(todo.name == name).run()


def bulk_update(frappe, name, text):
    frappe.db.bulk_update("ToDo", {name: {"description": text}})


def delete_and_insert(frappe, name, text):
    frappe.db.delete("ToDo", {"name": name})
    frappe.get_doc(doctype="ToDo", name=name, description=text).db_insert()


def bulk_insert(frappe, name, text):
    frappe.db.delete("ToDo", name)
    frappe.db.bulk_insert("ToDo", ["name", "description"], [(name, text)])


WAYS = [
    set_value, set_value_of_several_fields, set_value_by_filter, save_document, sql_with_dict, sql_with_tuple,
    query_builder, bulk_update, delete_and_insert, bulk_insert,
]  # fmt: skip


@pytest.fixture
def todo(site):
    return site.get_doc(doctype="ToDo", description="first").insert()


@pytest.mark.parametrize("write", WAYS, ids=lambda way: way.__name__)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=STRANGE)
@example(text="it's 100%")
@example(text="'; DROP TABLE tabToDo; --")
@example(text="%(name)s %s `a`")
@example(text="50%% \\' :n ?")
def test_text_is_stored_as_given(site, todo, write, text):
    write(site, todo.name, text)
    assert site.db.get_value("ToDo", todo.name, "description") == text


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=STRANGE)
@example(text="it's 100%")
@example(text="%(name)s")
def test_text_is_found_by_every_kind_of_filter(site, todo, text):
    site.db.set_value("ToDo", todo.name, "description", text)
    conditions = site.db.escape(text)
    assert site.get_all("ToDo", {"description": text, "name": todo.name}, pluck="name") == [todo.name]
    assert site.get_list("ToDo", [["description", "=", text], ["name", "=", todo.name]], pluck="name") == [todo.name]
    assert site.db.exists("ToDo", {"description": ("in", [text, "other"]), "name": todo.name})
    assert site.db.sql(f"select 1 from tabToDo where name=%s and description={conditions}", todo.name)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=STRANGE)
@example(text="it's 100%")
def test_settings_and_defaults_keep_text(site, text):
    site.db.set_single_value("Website Settings", "copyright", text)
    site.db.set_default("strange", text)
    site.cache.delete_keys("")
    assert site.db.get_single_value("Website Settings", "copyright", cache=False) == text
    assert site.db.get_value("DefaultValue", {"defkey": "strange"}, "defvalue") == text


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_document_written_over_rest_keeps_text(server, text):
    import requests

    client = requests.Session()
    client.post(f"{server.url}/api/method/login", {"usr": "Administrator", "pwd": server.admin_password}, timeout=20)
    made = client.post(f"{server.url}/api/resource/Note", json={"title": f"Note {text}", "public": 1}, timeout=20)
    assert made.status_code == 200, made.text
    name = made.json()["data"]["name"]
    found = client.get(f"{server.url}/api/resource/Note/{requests.utils.quote(name, safe='')}", timeout=20)
    assert found.json()["data"]["title"] == f"Note {text}"
