"""The browser: signed-in pages that fail their test when anything goes wrong behind them."""

import os
import re

import pytest
from playwright.sync_api import expect, sync_playwright

from pocket import ROOT, environment

SCREENSHOTS = ROOT / "build" / "screenshots"
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NARROW_BAR = r"<rect> attribute width: A negative value"
"""What the chart library says to the console while a chart still has no width; nothing is wrong on the screen."""
OWN = ("data:", "blob:", "chrome", "about:")
PATIENCE = 30_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser():
    """Chromium; without one the tests are skipped, but never in CI."""
    program = environment.browser()
    if not program:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("NO BROWSER: install Debian's chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=program, args=SWITCHES)
        yield running
        running.close()


class Watch:
    """Everything that went wrong in a page: script errors, answers of 400 and more, requests to other hosts."""

    def __init__(self, page, server, allowed):
        self.page, self.server, self.allowed, self.faults = page, server, allowed, []
        page.on("console", lambda message: message.type == "error" and self._console(message))
        page.on("pageerror", lambda error: self._note(f"page error: {error.message} {error.stack or ''}"))
        page.on("response", lambda answer: answer.status >= 400 and self._note(f"{answer.status} {answer.url}"))
        page.on("request", self._request)

    def _console(self, message):
        if "Failed to load resource" not in message.text:  # told by its answer already
            self._note(f"console: {message.text}")

    def _request(self, request):
        if not request.url.startswith((self.server.url, self.server.url.replace("http", "ws"), *OWN)):
            self._note(f"request to another host: {request.url}")

    def _note(self, fault):
        if not any(re.search(pattern, fault) for pattern in self.allowed):
            self.faults.append(fault[:600])


@pytest.fixture(scope="session")
def _contexts(browser, server):
    """One browser context per user and width for the whole run: scripts are loaded and compiled once."""
    contexts = {}

    def context_of(user, width, height):
        if (user, width) not in contexts:
            contexts[user, width] = made = browser.new_context(
                locale="de-DE", timezone_id="Europe/Berlin", viewport={"width": width, "height": height}
            )
            made.set_default_timeout(PATIENCE)
            if user:
                password = server.admin_password if user == "Administrator" else server.demo_password
                made.request.post(f"{server.url}/api/method/login", form={"usr": user, "pwd": password})
        return contexts[user, width]

    yield context_of
    for context in contexts.values():
        context.close()


@pytest.fixture
def page_as(_contexts, server, request):
    """Factory: a page of a signed-in user (None: a guest), watched for faults until the end of the test.

    Arguments: user, allow (patterns of faults that the test expects), width and height of the window.
    """
    opened = []

    def open_page(user="Administrator", *, allow=(), width=1400, height=900):
        page = _contexts(user, width, height).new_page()
        opened.append(Watch(page, server, [NARROW_BAR, *allow]))
        page.watch = opened[-1]
        page.goto(f"{server.url}/{'desk' if user else 'login'}")
        return page

    yield open_page
    faults = [fault for watch in opened for fault in watch.faults]
    for number, watch in enumerate(opened):
        if faults or getattr(request.node, "failed", False):
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            name = re.sub(r"[^\w-]+", "_", request.node.name)
            watch.page.screenshot(path=SCREENSHOTS / f"{name}-{number}.png")
        watch.page.close()
    assert not faults, "\n".join(faults)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Remember for the page's end that its test failed."""
    report = yield
    item.failed = getattr(item, "failed", False) or report.failed
    return report


@pytest.fixture(autouse=True)
def _nothing_is_logged(server, admin):
    """No test may leave an entry in the Error Log or a fault in the server's log."""

    before, faults = _errors(admin), len(server.faults())
    yield
    entries = _errors(admin)
    assert entries[: len(entries) - len(before)] == []
    assert server.faults()[faults:] == []


def _errors(admin):
    # There is no outgoing mail on the test site: that somebody could not be told is no fault here.
    others = {"error": ("not like", "%setup default outgoing Email Account%")}
    found = admin.get("Error Log", fields=["error"], filters=others, order_by="creation desc", limit_page_length=20)
    return [entry["error"][-1500:] for entry in found.json()["data"]]
