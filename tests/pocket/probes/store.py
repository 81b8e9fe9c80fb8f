"""Probes of what stands in for a Redis server."""

import contextlib

from tests.pocket.probes import probe


@probe("in-process-redis")
def cache_and_queue_answer(frappe):
    from frappe.utils.background_jobs import get_redis_conn

    frappe.cache.set_value("key", {"a": 1})
    frappe.local.cache.clear()
    assert frappe.cache.get_value("key") == {"a": 1}
    assert get_redis_conn().ping()
    assert frappe.cache.execute_command("INFO", "MEMORY").get("used_memory_human")


@probe("client-cache-eviction")
def a_changed_document_is_not_served_from_the_old_copy(frappe):
    frappe.client_cache.set_value("key", "old")
    frappe.cache.set_value("key", "new")
    assert frappe.client_cache.get_value("key") == "new"
    frappe.client_cache.get_doc("System Settings")
    frappe.db.set_single_value("System Settings", "float_precision", "5")
    assert frappe.client_cache.get_doc("System Settings").float_precision == "5"


@probe("redis-is-there")
def migrate_finds_its_services(frappe):
    from frappe.migrate import SiteMigration

    assert SiteMigration().required_services_running()


@probe("scheduler-loop")
def a_tick_of_the_loop_enqueues_what_is_due(frappe):
    from frappe.utils import scheduler
    from frappe.utils.background_jobs import get_queue

    class Enough(Exception):
        pass

    ticks = iter([0.01])

    def one_tick(_):
        if next(ticks, None) is None:
            raise Enough
        return 0.01

    frappe.db.sql("update `tabScheduled Job Type` set last_execution='2020-01-01', creation='2020-01-01'")
    frappe.db.commit()
    site = frappe.local.site
    frappe.destroy()
    scheduler.sleep_duration = one_tick
    with contextlib.suppress(Enough):
        scheduler.start_scheduler()
    frappe.init(site)
    assert get_queue("default").count + get_queue("long").count > 3
