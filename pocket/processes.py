"""What runs while the bench runs: web server, background workers, scheduler, all threads of one process."""

import os
import threading

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
    threading.Thread(target=target, args=args, name=name, daemon=True).start()


def _work(site, queues):
    worker = make_worker(site, queues)
    worker.work(logging_level="WARNING", with_scheduler=False)


def make_worker(site: str, queues) -> ThreadWorker:
    """Return a worker for the named queues of a site ("short", "default", "long")."""
    import frappe
    from frappe.utils.background_jobs import get_queue_list, get_redis_conn

    frappe.init(site)
    names = get_queue_list(list(queues), build_queue_name=True)
    connection = get_redis_conn()
    return ThreadWorker(names, connection=connection, name=f"{os.getpid()}-{threading.current_thread().name}")


def work_off(site: str) -> None:
    """Do all that is queued in this process, then return (for commands that end before a worker could)."""
    make_worker(site, ("short", "default", "long")).work(burst=True, logging_level="WARNING", with_scheduler=False)


def _schedule(site):
    import frappe
    from frappe.utils.scheduler import start_scheduler

    frappe.init(site)
    start_scheduler()
