"""No Redis server: cache, queue and events live in this process, shared by its web, worker and scheduler threads.

Only where the configuration says ``redis://pocket``; with any other address a real server is used.
"""

import functools
import os
from urllib.parse import urlparse

from pocket.fixes.registry import Fix

server = Fix("in-process-redis", "without a Redis server login and Desk answer 500, and every request is slow")
client_cache = Fix("client-cache-eviction", "without CLIENT TRACKING a cached document stays old after it was changed")
services = Fix("redis-is-there", "migrate stops, since it looks for a Redis server on the network")
scheduler = Fix("scheduler-loop", "the scheduler's loop calls the function of the same name that has no connection")

HOST = "pocket"
_EVICTING = frozenset(("SET", "DEL", "UNLINK", "EXPIRE", "PEXPIRE", "GETDEL", "RENAME", "HSET", "HDEL"))


def is_in_process(url: str | None) -> bool:
    """Say whether a Redis address means the store inside this process."""
    return urlparse(url or "").hostname == HOST


@functools.cache
def _store():
    import fakeredis

    return fakeredis.FakeServer()


@server.after("frappe.utils.redis_wrapper")
def connect_in_process(module):
    import fakeredis
    from redis.connection import ConnectionPool

    original = ConnectionPool.from_url.__func__

    def from_url(cls, url, **options):
        if not is_in_process(url):
            return original(cls, url, **options)
        number = int(urlparse(url).path.strip("/") or 0)
        return cls(connection_class=fakeredis.FakeRedisConnection, server=_store(), db=number, host=HOST)

    ConnectionPool.from_url = classmethod(from_url)


@client_cache.after("frappe.utils.redis_wrapper")
def evict_on_write(module):
    import frappe

    command = module.RedisWrapper.execute_command

    def execute_command(self, *args, **options):
        if args[0] == "INFO" and is_in_process(frappe.conf.get("redis_cache")):
            return {"redis_version": "in-process", "used_memory_human": "in-process"}
        answer = command(self, *args, **options)
        evict = getattr(frappe.client_cache, "evict", None)
        if evict and args[0] in _EVICTING:
            evict(args[1:])
        elif evict and args[0] in ("FLUSHALL", "FLUSHDB"):
            frappe.client_cache.clear_cache()
        return answer

    module.RedisWrapper.execute_command = execute_command
    module.ClientCache = _in_process_client_cache(module)


def _in_process_client_cache(module):
    import frappe

    class InProcessClientCache(module.ClientCache):
        """The framework's process-wide cache, kept true by the one process that writes."""

        def __new__(cls, *args, **kwargs):
            if not is_in_process(frappe.get_conf().get("redis_cache")):
                return _original(*args, **kwargs)
            return super().__new__(cls)

        def __init__(self, maxsize=1024, ttl=600, monitor=None):
            import threading

            self.maxsize, self.local_ttl = maxsize, ttl
            self.lock, self.cache = threading.RLock(), {}
            self.redis = self.invalidator = frappe.cache
            self.healthy, self.connection_retries = True, 0
            self.hits = self.misses = 0

        def evict(self, keys):
            with self.lock:
                for key in keys:
                    self.cache.pop(key if isinstance(key, bytes) else str(key).encode(), None)

        def set_value(self, key, val, *, shared=False):
            with self.lock:  # store and copy change together, or two writers could leave them different
                super().set_value(key, val, shared=shared)

        def erase_persistent_caches(self, *, doctype=None):
            self._handle_persistent_cache_invalidation(
                {"type": "message", "data": frappe.as_json({"doctype": doctype, "site": frappe.get_site_name()})}
            )

    _original = module.ClientCache
    return InProcessClientCache


@services.wrap("frappe.utils.connections:is_open")
def is_open(original, scheme, hostname, port, path, timeout=10):
    return hostname == HOST or original(scheme, hostname, port, path, timeout)


scheduler.edit(
    "frappe/utils/scheduler.py",
    "		time.sleep(sleep_duration(tick))\n		enqueue_events()",
    "		time.sleep(sleep_duration(tick))\n		enqueue_events_for_site()",
)


@scheduler.replace("frappe.utils.scheduler:_get_scheduler_lock_file")
def _get_scheduler_lock_file():
    import frappe

    # The loop serves one site here: its lock must not keep another site's server from having one.
    return os.path.abspath(frappe.get_site_path("locks", "scheduler"))
