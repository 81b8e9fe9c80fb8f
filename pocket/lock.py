"""One process has a site at a time: the lock that says so, and the line on which commands talk to the server.

Cache and queue live in the serving process. A command that only reads or changes records runs beside it and then
tells it to forget what it has cached; one that changes schema or files needs the site for itself.
"""

import contextlib
import fcntl
import json
import os
import secrets
import threading
import time
from multiprocessing.connection import Client, Listener

from pocket import SITES
from pocket.console import Refusal

PATIENCE = 2  # seconds: a command that only looks whether a site is served holds the lock for a moment


@contextlib.contextmanager
def having(site: str, doing: str, **about):
    """Have the site for this process until the block ends; raises Refusal if another process has it.

    Arguments: doing (what the other one is told, as in "migrate it"), about (more facts for it, JSON).
    The operating system frees the lock when the process ends, however it ends.
    """
    folder = SITES / site / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / "site.lock").open("w") as lock:
        if not _take(lock):
            raise Refusal(_occupied(site, doing))
        fresh = folder / ".site.json"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"doing": doing, "pid": os.getpid(), **about}))
        fresh.rename(folder / "site.json")
        try:
            yield
        finally:
            (folder / "site.json").unlink(missing_ok=True)


def _take(lock):
    for _ in range(PATIENCE * 10):
        with contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        time.sleep(0.1)
    return False


@contextlib.contextmanager
def serving(site: str, port: int):
    """Have the site as its server, and answer commands; raises Refusal if another process has it."""
    key = secrets.token_hex(16)
    listener = Listener(("127.0.0.1", 0), authkey=key.encode())
    with having(site, "serve it", port=port, line=listener.address[1], key=key):
        threading.Thread(target=_answer, args=(listener, site), name="commands", daemon=True).start()
        yield


def holder_of(site: str) -> dict | None:
    """Return what is known of the process that has the site ({"doing", "pid", "port", …}), or None if none has it."""
    path = SITES / site / "locks" / "site.lock"
    if not path.exists():
        return None
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            with contextlib.suppress(OSError, ValueError):
                return json.loads(path.with_name("site.json").read_text())
            return {}
    return None


def served_sites() -> list[str]:
    """Return the sites that some process has at this moment."""
    return [
        path.parent.parent.name
        for path in SITES.glob("*/locks/site.lock")
        if holder_of(path.parent.parent.name) is not None
    ]


def forget_caches(site: str) -> None:
    """Make the process that serves the site, if there is one, drop everything it has cached; return when done."""
    server = holder_of(site) or {}
    if "line" in server:
        with Client(("127.0.0.1", server["line"]), authkey=server["key"].encode()) as line:
            line.send("forget")
            line.recv()


def _occupied(site, doing):
    other = holder_of(site) or {}
    if "port" in other:
        where = f"http://localhost:{other['port']}, process {other['pid']}"
        if doing == "serve it":
            return f"{site} is already being served: {where}."
        return f"{site} is being served ({where}): stop it with Ctrl+C to {doing}, then start it again."
    return (
        f"Another process ({other.get('pid', '?')}) has {site} to {other.get('doing', 'work on it')}: wait for its end."
    )


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
    frappe.connect()
    frappe.clear_cache()  # not the whole store: what waits there to be written is no cache
    frappe.client_cache.clear_cache()
    frappe.utils.caching._SITE_CACHE.clear()
    clear_controller_cache()
    frappe.destroy()
