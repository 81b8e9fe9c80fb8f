"""What runs while the bench runs: web server, background workers, scheduler, all threads of one process."""

import threading
import time
from uuid import uuid4

from rq.timeouts import TimerDeathPenalty
from rq.worker import SimpleWorker

QUEUES = (("short", "default"), ("long", "default", "short"))


class ThreadWorker(SimpleWorker):
    """A worker in a thread: no child process, no signals, jobs that take too long are ended by a timer."""

    death_penalty_class = TimerDeathPenalty

    def _install_signal_handlers(self):
        """Signals belong to the main thread."""

    def subscribe(self):
        """Commands to a worker come by signal or command channel; a thread ends with its process."""

    def unsubscribe(self):
        """See subscribe."""


def start_background(site: str) -> None:
    """Start two workers and the scheduler as daemon threads."""
    for number, queues in enumerate(QUEUES):
        _thread(f"worker-{number}", _work, site, queues)
    _thread("scheduler", _schedule, site)


def _thread(name, target, *args):
    threading.Thread(target=keep_going, args=(target, *args), name=name, daemon=True).start()


def keep_going(function, *args) -> None:
    """Call a function that should never return, again a second after each time that it did or failed."""
    while True:
        try:
            function(*args)
        except Exception as fault:
            print(f"kim: {threading.current_thread().name} stopped and is started again: {fault!r}", flush=True)
        time.sleep(1)


def _work(site, queues):
    make_worker(site, queues).work(logging_level="WARNING", with_scheduler=False)


def make_worker(site: str, queues) -> ThreadWorker:
    """Return a worker for the named queues of a site ("short", "default", "long")."""
    import frappe
    from frappe.utils.background_jobs import get_queue_list, get_redis_conn

    frappe.init(site)
    names = get_queue_list(list(queues), build_queue_name=True)
    connection = get_redis_conn()
    return ThreadWorker(names, connection=connection, name=uuid4().hex)


def finish(site: str) -> None:
    """Do all that waits in this process (jobs, log entries, entries of the search), which ends with it otherwise."""
    import frappe
    from frappe.deferred_insert import save_to_db
    from frappe.utils.global_search import sync_global_search

    if frappe.db:  # a job has a connection of its own, and would wait for what this one has not stored yet
        frappe.db.commit()
        frappe.destroy()
    make_worker(site, ("short", "default", "long")).work(burst=True, logging_level="WARNING", with_scheduler=False)
    frappe.init(site, force=True)
    frappe.connect()
    save_to_db()
    sync_global_search()
    frappe.db.commit()


def _schedule(site):
    import frappe
    from frappe.utils.scheduler import start_scheduler

    frappe.init(site)
    start_scheduler()
