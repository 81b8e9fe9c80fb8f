"""One process serves a site: the lock that says so, and the line on which commands talk to that process.

Cache and queue live in the serving process. A command that changed data tells it to forget what it has cached,
and a command that must not run beside it is refused.
"""

import contextlib
import fcntl
import json
import os
import secrets
import threading
from multiprocessing.connection import Client, Listener

from pocket import SITES
from pocket.console import Refusal


def _path(site):
    return SITES / site / "locks" / "served.json"


@contextlib.contextmanager
def serving(site: str, port: int):
    """Hold the site for this process and answer commands; raises Refusal if another process serves it.

    The operating system frees the lock when the process ends, however it ends.
    """
    path = _path(site)
    path.parent.mkdir(exist_ok=True)
    with path.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise Refusal(f"{site} is already being served: {_describe(site)}.") from fault
        key = secrets.token_hex(16)
        listener = Listener(("127.0.0.1", 0), authkey=key.encode())
        _write(path, {"port": port, "pid": os.getpid(), "line": listener.address[1], "key": key})
        threading.Thread(target=_answer, args=(listener, site), name="commands", daemon=True).start()
        yield


def _write(path, content):
    os.chmod(path, 0o600)
    path.write_text(json.dumps(content))


def server_of(site: str) -> dict | None:
    """Return what is known of the process that serves the site ({"port", "pid", …}), or None if none does."""
    path = _path(site)
    if not path.exists():
        return None
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return json.loads(path.read_text() or "{}")
    return None


def refuse_while_served(site: str, what: str) -> None:
    """Raise Refusal if the site is being served."""
    if server_of(site):
        raise Refusal(
            f"{site} is being served ({_describe(site)}): stop it with Ctrl+C to {what}, then start it again."
        )


def forget_caches(site: str) -> None:
    """Make the process that serves the site, if there is one, drop everything it has cached; return when done."""
    server = server_of(site)
    if server:
        with Client(("127.0.0.1", server["line"]), authkey=server["key"].encode()) as line:
            line.send("forget")
            line.recv()


def _describe(site):
    server = server_of(site) or {}
    return f"http://localhost:{server.get('port', '?')}, process {server.get('pid', '?')}"


def _answer(listener, site):
    while True:
        try:
            with listener.accept() as line:
                line.recv()
                _drop_caches(site)
                line.send("done")
        except Exception as fault:  # a stranger on the line, or one that hung up, must not end the service
            print(f"kim: a command could not be answered: {fault!r}", flush=True)


def _drop_caches(site):
    import frappe
    import frappe.utils.caching
    from frappe.cache_manager import clear_controller_cache

    frappe.init(site, force=True)
    frappe.cache.flushdb()
    frappe.client_cache.clear_cache()
    frappe.utils.caching._SITE_CACHE.clear()
    clear_controller_cache()
    frappe.destroy()
