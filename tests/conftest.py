"""Fixtures for all tests: every session works on copies of one prepared site and leaves nothing behind."""

import os
import time

import pytest

from pocket import ROOT, SITES
from tests.bench import Server, copy_site, remove_site
from tests.rest import Client

LOGS = ROOT / "build" / "test-logs"

# A day of the tests is a day of the site: around midnight another clock would make them disagree.
os.environ["TZ"] = "Europe/Berlin"
time.tzset()


@pytest.fixture(scope="session")
def scratch_site():
    """A copy of the prepared site that this process works on; removed at the end."""
    name = copy_site(f"process-{os.getpid()}.test")
    yield name
    remove_site(name)


@pytest.fixture
def site(scratch_site):
    """The framework connected to a site as Administrator; everything is rolled back after the test."""
    os.chdir(SITES)
    os.environ["FRAPPE_SITE"] = scratch_site
    import frappe

    frappe.init(scratch_site, force=True)
    frappe.connect()
    frappe.flags.in_test = True
    yield frappe
    frappe.set_user("Administrator")
    frappe.db.rollback()
    frappe.clear_cache()
    frappe.destroy()


@pytest.fixture(scope="session")
def server():
    """A running server on a copy of the prepared site; fails the session if its log tells of faults."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / "server.log"
    log.unlink(missing_ok=True)
    name = copy_site(f"served-{os.getpid()}.test")
    running = Server(name, log)
    yield running
    running.stop()
    remove_site(name)
    assert running.faults() == []


@pytest.fixture
def own_server(request):
    """A server on a copy of its own, for tests that kill it or fill its queues."""
    LOGS.mkdir(parents=True, exist_ok=True)
    name = copy_site(f"own-{os.getpid()}.test")
    log = LOGS / f"{request.node.name[:60]}.log"
    log.unlink(missing_ok=True)
    running = Server(name, log)
    yield running
    running.stop()
    remove_site(name)


@pytest.fixture(scope="session")
def admin(server):
    """Administrator over REST, to prepare, to look behind what others see and to clear up."""
    return Client(server)


@pytest.fixture(scope="session")
def login(server):
    """Return a function that signs in over REST, once for each user: login("casemanagement1") is the demo login."""
    clients = {}

    def sign_in(name):
        user = name if "@" in name else f"{name}@kim.example"
        if user not in clients:
            clients[user] = Client(server, user)
        return clients[user]

    return sign_in


@pytest.fixture
def made(admin):
    """A list of (DocType, name) that are deleted after the test, the last one first; ``admin`` is the test's client."""
    records = []
    yield records
    for doctype, name in reversed(records):
        admin.delete(doctype, name)
