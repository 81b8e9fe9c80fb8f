"""Sites: the bench's folders and configuration files, which the package exchanged for one ``.env`` file."""

import json
import os
from pathlib import Path

from pocket.fixes.registry import Fix

files = Fix("site-folders", "configuration comes from environment variables and every path from the working folder")


def default_site() -> str:
    """Return the site that calls without a site mean: FRAPPE_SITE, else the bench's default site."""
    return os.environ.get("FRAPPE_SITE") or _read_json(_sites_path() / "common_site_config.json").get(
        "default_site", ""
    )


def _sites_path() -> Path:
    return Path(os.environ.get("SITES_PATH", "."))


def _read_json(path) -> dict:
    try:
        return json.loads(Path(path).read_text())
    except FileNotFoundError:
        return {}


@files.wrap("frappe:init")
def init(original, site="", sites_path=".", new_site=False, force=False):
    import frappe

    local = frappe.local
    if getattr(local, "initialised", None) and not force:
        return
    local.site = site or getattr(local, "site", "") or default_site()
    local.sites_path = str(_sites_path())
    original(force=True)
    local.site_path = os.path.join(local.sites_path, local.site)


@files.wrap("frappe:init_site.__enter__")
def enter_init_site(original, self):
    import frappe

    frappe.init(self.site or "")
    return frappe.local


@files.replace("frappe:get_site_name")
def get_site_name(hostname=None):
    import frappe

    return getattr(frappe.local, "site", None) or default_site()


@files.replace("frappe:get_site_path")
def get_site_path(*joins):
    import frappe

    return os.path.join(_sites_path(), frappe.get_site_name(), *joins)


@files.replace("frappe.config:get_site_config")
def get_site_config(sites_path=None, site_path=None, *, cached=False):
    import frappe

    conf = frappe._dict(_read_json(_sites_path() / "common_site_config.json"))
    conf.update(_read_json(os.path.join(site_path or frappe.get_site_path(), "site_config.json")))
    conf.setdefault("db_type", "mariadb")
    conf.setdefault("db_user", conf.get("db_name"))
    if conf.db_type == "mariadb":
        conf.setdefault("db_host", "127.0.0.1")
        conf.setdefault("db_port", 3306)
    return conf


@files.replace("frappe.config:get_common_site_config")
def get_common_site_config(sites_path=None, cached=False):
    import frappe

    return frappe._dict(_read_json(_sites_path() / "common_site_config.json"))


@files.replace("frappe.utils:get_site_base_path")
def get_site_base_path():
    import frappe

    return frappe.get_site_path()


@files.replace("frappe.utils:get_bench_path")
def get_bench_path():
    return os.environ.get("FRAPPE_BENCH_ROOT") or os.path.abspath(os.path.join(_sites_path(), ".."))


@files.replace("frappe.utils:get_sites")
def get_sites(sites_path=None):
    folders = Path(sites_path or _sites_path()).iterdir()
    return sorted(folder.name for folder in folders if (folder / "site_config.json").is_file())
