"""Private files of others stay theirs: no import, no record and no attachment opens them; nothing becomes public."""

from types import SimpleNamespace

import pytest
from werkzeug.wrappers import Request

from frappe import local
from frappe.client import insert, set_value
from frappe.core.doctype.data_import import data_import as imports
from frappe.core.doctype.file.utils import find_file_by_url
from frappe.handler import run_doc_method

TABLE = "Actor Name,Type of Actor\nGeheim {0},Other\n"


def private_table(site):
    """Upload a private table and return its address."""
    name = site.generate_hash(length=8)
    file = {"doctype": "File", "file_name": f"{name}.csv", "is_private": 1, "content": TABLE.format(name)}
    return insert(file)["file_url"]


@pytest.fixture
def desk(site, user_with, acting):
    """A coordinator with an import and a table of her own, and the private table of a case manager."""
    coordinator, manager = user_with("KIM Coordinator"), user_with("KIM Case Manager")
    with acting(manager):
        stranger = private_table(site)
    with acting(coordinator):
        own = private_table(site)
        record = {"doctype": "Data Import", "reference_doctype": "Actor", "import_type": "Insert New Records"}
        job = insert(record)["name"]
    yield SimpleNamespace(coordinator=coordinator, manager=manager, stranger=stranger, own=own, job=job)
    site.set_user("Administrator")
    site.db.rollback()  # takes the files from the disk, too


def preview_by_call(desk, **addresses):
    imports.get_preview_from_template(desk.job, **addresses)


def preview_by_document(desk, **addresses):
    local.request = Request.from_values(method="POST")
    run_doc_method("get_preview_from_template", dt="Data Import", dn=desk.job, args=addresses)


@pytest.mark.parametrize("field", ["import_file", "google_sheets_url"])
@pytest.mark.parametrize("way", [preview_by_call, preview_by_document])
def test_an_import_previews_no_file_of_others(site, desk, acting, way, field):
    with acting(desk.coordinator), pytest.raises((site.PermissionError, site.ValidationError)) as caught:
        way(desk, **{field: desk.stranger})
    told = {"import_file": "Please upload it here yourself.", "google_sheets_url": "not a valid Google Sheets URL"}
    assert told[field] in str(caught.value)


def test_an_import_keeps_no_file_of_others(site, desk, acting):
    with acting(desk.coordinator), pytest.raises(site.PermissionError, match="Please upload it here yourself"):
        set_value("Data Import", desk.job, "import_file", desk.stranger)
    assert not site.db.get_value("Data Import", desk.job, "import_file")


def test_an_import_reads_a_file_of_ones_own(site, desk, acting):
    with acting(desk.coordinator):
        assert imports.get_preview_from_template(desk.job, desk.own)["data"]
        set_value("Data Import", desk.job, "import_file", desk.own)
    assert site.db.get_value("Data Import", desk.job, "payload_count") == 1


@pytest.mark.parametrize("detour", ["/private/files/", "/private/files/./", "http://localhost:8000/private/files/"])
def test_nobody_takes_over_a_file_by_its_address(site, desk, acting, detour):
    url = desk.stranger.replace("/private/files/", detour)
    before = site.db.count("File")
    for content in ("", TABLE):
        file = {"doctype": "File", "file_name": "meins.csv", "file_url": url, "is_private": 1, "content": content}
        with acting(desk.coordinator), pytest.raises(site.PermissionError, match="Please upload it here yourself"):
            insert(file)
    assert site.db.count("File") == before


def test_a_record_does_not_move_to_the_file_of_others(site, desk, acting):
    own = site.db.get_value("File", {"file_url": desk.own})
    with acting(desk.coordinator), pytest.raises(site.PermissionError, match="Please upload it here yourself"):
        set_value("File", own, "file_url", desk.stranger)
    assert site.db.get_value("File", own, "file_url") == desk.own


def test_an_attachment_takes_over_no_file_of_others(site, desk, acting):
    with acting(desk.coordinator), pytest.raises(site.PermissionError, match="Please upload it here yourself"):
        set_value("User", desk.coordinator, "user_image", desk.stranger)
    assert not site.db.get_value("File", {"file_url": desk.stranger}, "attached_to_name")
    with acting(desk.coordinator):
        assert not find_file_by_url(desk.stranger)
        set_value("User", desk.coordinator, "user_image", desk.own)
    assert site.db.get_value("User", desk.coordinator, "user_image") == desk.own


@pytest.mark.parametrize("name", ["seite.html", "akte.pdf"])
def test_a_case_manager_makes_no_file_public(site, desk, acting, name):
    before = site.db.count("File")
    file = {"doctype": "File", "file_name": name, "content": "<script>alert(1)</script>"}
    with acting(desk.manager):
        with pytest.raises(site.PermissionError, match="Files stay private here"):
            insert({**file, "is_private": 0})
        with pytest.raises(site.PermissionError, match="Files stay private here"):
            set_value("File", site.db.get_value("File", {"file_url": desk.stranger}), "is_private", 0)
        assert site.db.count("File") == before
        assert insert({**file, "is_private": 1})["file_url"].startswith("/private/files/")
    assert site.db.get_value("File", {"file_url": desk.stranger}, "is_private") == 1
