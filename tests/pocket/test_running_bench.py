"""What a running bench does beside answering pages: jobs, scheduler, errors, files, search, realtime, backups."""

import gzip
import http.client
import json
import os
import shutil
import sqlite3
import time

import pytest
import socketio

from pocket import SITES
from pocket.backup import database_path, integrity
from tests.bench import Server, copy_site, remove_site, run_kim, site_config
from tests.rest import Client


def wait_until(condition, seconds=30):
    """Poll a condition; return its first true value, or fail after so many seconds."""
    for _ in range(seconds * 10):
        if value := condition():
            return value
        time.sleep(0.1)
    raise AssertionError(f"{condition.__name__} was not met within {seconds} s")


@pytest.fixture
def admin(server):
    return Client(server)


@pytest.fixture
def spare_site():
    name = copy_site(f"spare-{os.getpid()}.test")
    yield name
    remove_site(name)


# --- jobs, scheduler, errors --------------------------------------------------------------------------------


def test_every_scheduled_job_of_the_installation_runs_without_an_error(site):
    failed = []
    for name in site.get_all("Scheduled Job Type", pluck="name"):
        errors = site.db.count("Error Log")
        job = site.get_doc("Scheduled Job Type", name)
        try:
            site.get_attr(job.method)() if not job.server_script else job.execute()
        except Exception as fault:
            failed.append((job.method, repr(fault)))
        if site.db.count("Error Log") > errors:
            failed.append((job.method, site.get_last_doc("Error Log").error[-500:]))
    assert site.db.count("Scheduled Job Type") > 30
    assert not failed


def test_nothing_of_a_new_site_lies_in_the_future(site):
    now = site.utils.now_datetime()
    assert site.utils.get_system_timezone() == "Europe/Berlin"
    assert not site.get_all("Scheduled Job Type", {"creation": (">", now)})
    assert set(site.get_all("User", pluck="time_zone")) == {"Europe/Berlin"}


def test_the_scheduler_of_a_running_bench_starts_what_is_due(spare_site, tmp_path):
    config = SITES / spare_site / "site_config.json"
    config.write_text(json.dumps({**site_config(spare_site), "scheduler_tick_interval": 1}))
    with sqlite3.connect(database_path(spare_site)) as database:
        database.execute("update `tabScheduled Job Type` set last_execution=null, creation='2020-01-01 00:00:00'")
    running = Server(spare_site, tmp_path / "log")
    try:
        client = Client(running)

        def jobs_ran():
            return client.ask("frappe.client.get_count", doctype="Scheduled Job Log") > 10

        wait_until(jobs_ran, 60)
        failed = client.get("Scheduled Job Log", filters=[["status", "=", "Failed"]], fields=["details"])
        assert failed.json()["data"] == []
    finally:
        running.stop()


def test_an_import_runs_as_a_background_job_and_tells_its_end(server):
    client = Client(server, "koordination@kim.example")
    rows = 'actor_name,actor_type\n"Beratung ""Süd"", Haus 1",city\nZweite & Söhne,city\n'
    made = client.insert("Data Import", reference_doctype="Actor", import_type="Insert New Records")
    upload = {"doctype": "Data Import", "docname": made["name"], "fieldname": "import_file", "is_private": 1}
    file = {"file": ("actors.csv", rows.encode(), "text/csv")}
    sent = client.http.post(f"{server.url}/api/method/upload_file", data=upload, files=file, timeout=60)
    assert client.put("Data Import", made["name"], import_file=sent.json()["message"]["file_url"]).status_code == 200
    client.ask("frappe.core.doctype.data_import.data_import.form_start_import", data_import=made["name"])

    def import_ended():
        # While it runs it is called a partial success after the first row.
        return client.get("Data Import", made["name"]).json()["data"]["status"] in ("Success", "Error")

    wait_until(import_ended)
    assert client.get("Data Import", made["name"]).json()["data"]["status"] == "Success"
    assert client.get("Actor", 'Beratung "Süd", Haus 1').json()["data"]["actor_type"] == "city"


def test_an_error_in_a_job_reaches_the_error_log(server, admin):
    before = admin.ask("frappe.client.get_count", doctype="Error Log")
    job = ("--args", "['frappe.client.get', 'short']", "--kwargs", "{'doctype': 'User', 'name': 'nobody'}")
    bench(server.site, "execute", "frappe.enqueue", *job)
    assert admin.ask("frappe.client.get_count", doctype="Error Log") > before


def test_an_error_in_a_request_reaches_the_error_log_and_tells_the_user_nothing_of_it(own_server):
    client = Client(own_server)
    answer = client.call("frappe.client.insert", doc="{no json")
    assert answer.status_code >= 400
    assert "Traceback" not in answer.text and "JSONDecodeError" not in answer.json().get("exc", "")
    flush = client.get("Scheduled Job Type", filters=[["method", "=", "frappe.deferred_insert.save_to_db"]])
    event = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.execute_event"
    client.ask(event, doc=json.dumps(flush.json()["data"][0]))

    def error_is_logged():
        found = client.get("Error Log", fields=["method", "error"], filters=[["error", "like", "%JSONDecodeError%"]])
        return found.json()["data"]

    assert wait_until(error_is_logged)


def test_arguments_of_the_wrong_type_are_refused_over_rest(admin):
    wrong = admin.call("frappe.desk.doctype.event.event.get_events", start="yesterday-ish", end="2026-01-01")
    assert wrong.status_code >= 400
    assert wrong.json()["exc_type"] == "FrappeTypeError"
    right = admin.call("frappe.desk.doctype.event.event.get_events", start="2026-01-01", end="2026-02-01")
    assert right.status_code == 200, right.text


# --- files and search ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("private", "expected"), [(1, 403), (0, 200)])
def test_a_private_file_is_for_those_who_may_see_it(server, admin, private, expected):
    file = {"file": (f"größe-{private}.txt", b"content", "text/plain")}
    url = f"{server.url}/api/method/upload_file"
    sent = admin.http.post(url, data={"is_private": private}, files=file, timeout=60).json()["message"]
    assert admin.http.get(f"{server.url}{sent['file_url']}", timeout=30).content == b"content"
    guest = Client(server, None)
    assert guest.http.get(f"{server.url}{sent['file_url']}", timeout=30).status_code == expected


@pytest.mark.parametrize("prefix", ["/files/", "/assets/", "/assets/frappe/", "/files/%2e%2e/", "/files//"])
@pytest.mark.parametrize("up", ["..", "%2e%2e", "..%2f..", "....//"])
def test_no_path_leads_out_of_the_served_folders(server, prefix, up):
    # http.client sends the path as it is; other clients tidy it up first.
    for depth in range(1, 6):
        for target in ("site_config.json", f"{server.site}/site_config.json"):
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            line.request("GET", f"{prefix}{'/'.join([up] * depth)}/{target}")
            assert b"encryption_key" not in line.getresponse().read()


@pytest.mark.parametrize("name", ["page.html", "page.html/", "page.html/.", "page.xhtml", "page.svg"])
def test_an_uploaded_page_is_never_run_as_one_of_ours(server, name):
    folder = SITES / server.site / "public" / "files"
    (folder / name.split("/")[0]).write_text("<script xmlns='http://www.w3.org/1999/xhtml'>alert(1)</script>")
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", f"/files/{name}")
    answer = line.getresponse()
    assert answer.status == 404 or "attachment" in answer.headers["Content-Disposition"]


def test_what_a_site_holds_is_for_its_owner_only(server):
    assert (SITES / server.site).stat().st_mode & 0o077 == 0
    assert (SITES / server.site / "site_config.json").stat().st_mode & 0o077 == 0


def test_a_word_in_a_note_is_found_by_global_search(server, admin):
    admin.insert("Note", title="Sprachmittlung Tigrinya", public=1, content="<p>Dolmetscherpool</p>")
    bench(server.site, "execute", "frappe.utils.global_search.rebuild_for_doctype", "--args", "['Note']")
    found = admin.ask("frappe.utils.global_search.search", text="dolmetsch")
    assert any(row["doctype"] == "Note" for row in found)


# --- realtime -----------------------------------------------------------------------------------------------


def listen(client, *events):
    """Connect to the server's realtime as the client's user; return (connection, list of what arrives)."""
    heard, page = [], socketio.Client()
    namespace = f"/{client.server.site}"
    for event in events:
        page.on(event, lambda data, event=event: heard.append((event, data)), namespace=namespace)
    cookies = "; ".join(f"{name}={value}" for name, value in client.http.cookies.get_dict().items())
    page.connect(client.server.url, headers={"Cookie": cookies}, namespaces=[namespace], transports=["polling"])
    return page, heard


def test_a_change_of_a_document_reaches_the_page_that_shows_it(server, admin):
    note = admin.insert("Note", title="Live", public=1)
    page, heard = listen(admin, "doc_update")
    try:
        page.emit("doc_subscribe", ("Note", note["name"]), namespace=f"/{server.site}")
        page.sleep(0.5)
        admin.put("Note", note["name"], content="changed")
        wait_until(lambda: heard, 10)
        assert heard[0][1]["name"] == note["name"]
    finally:
        page.disconnect()


def test_a_page_hears_nothing_of_documents_that_its_user_may_not_read(server, admin):
    note = admin.insert("Note", title="Secret", public=0)
    stranger = Client(server, "lenkungsgruppe@kim.example")
    page, heard = listen(stranger, "doc_update", "list_update")
    try:
        for event, arguments in (("doc_subscribe", ("Note", note["name"])), ("doctype_subscribe", "Case")):
            page.emit(event, arguments, namespace=f"/{server.site}")
        page.sleep(0.5)
        admin.put("Note", note["name"], content="changed")
        page.sleep(1.5)
        assert not heard
    finally:
        page.disconnect()


def test_a_guest_gets_no_realtime_connection(server):
    with pytest.raises(socketio.exceptions.ConnectionError):
        listen(Client(server, None), "doc_update")


# --- migrate, backup, restore -------------------------------------------------------------------------------


def rows_of(site, without=("Log", "Session", "Default", "Singles", "Version", "Activity")):
    """Return the number of rows and the newest change of each table that is no log."""
    with sqlite3.connect(database_path(site)) as database:
        tables = [
            row[0] for row in database.execute("select name from sqlite_master where type='table' and name like 'tab%'")
        ]
        kept = [table for table in tables if not any(word in table for word in without)]
        return {table: database.execute(f'select count(*), max(name) from "{table}"').fetchone() for table in kept}


def test_migrate_may_run_twice_and_changes_nothing(spare_site):
    states = []
    for _ in range(2):
        done = run_kim("bench", "--site", spare_site, "migrate")
        assert done.returncode == 0, done.stdout + done.stderr
        states.append(rows_of(spare_site))
    assert states[0] == states[1]
    assert integrity(spare_site) == "ok"


def bench(site, *arguments):
    done = run_kim("bench", "--site", site, *map(str, arguments))
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_backup_brings_back_records_and_files(spare_site, tmp_path):
    kept = SITES / spare_site / "private" / "files" / "letter.txt"
    kept.write_text("kept")
    bench(spare_site, "backup", "--with-files", "--backup-path", tmp_path)
    before = rows_of(spare_site)
    kept.unlink()
    with sqlite3.connect(database_path(spare_site)) as database:
        database.execute("delete from tabActor")
    database, files = next(tmp_path.glob("*database.sql.gz")), next(tmp_path.glob("*private-files.tgz"))
    bench(spare_site, "restore", database, "--with-private-files", files)
    assert rows_of(spare_site) == before
    assert kept.read_text() == "kept"


@pytest.mark.parametrize(
    "content", [b"", b"no gzip", gzip.compress(b"no database"), gzip.compress(b"SQLite format 3\0" * 300)]
)
def test_a_file_that_is_no_backup_is_refused_and_changes_nothing(spare_site, tmp_path, content):
    wrong = tmp_path / "backup.sql.gz"
    wrong.write_bytes(content)
    before = rows_of(spare_site)
    done = run_kim("bench", "--site", spare_site, "restore", str(wrong))
    assert done.returncode == 1
    assert "nothing was changed" in done.stderr
    assert rows_of(spare_site) == before


def test_a_new_site_can_be_made_and_an_app_installed_on_it():
    name = f"second-{os.getpid()}.localhost"
    try:
        assert run_kim("bench", "new-site", name, "--admin-password", "second-9").returncode == 0
        assert run_kim("bench", "new-site", name).stderr.strip().endswith("choose another name.")
        bench(name, "install-app", "kim_app")
        assert "ok" in bench(name, "doctor")
        done = run_kim("bench", "--site", name, "install-app", "nonsense")
        assert "There is no app nonsense" in done.stderr
    finally:
        shutil.rmtree(SITES / name, ignore_errors=True)
