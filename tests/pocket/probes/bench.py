"""Probes of sites and apps: what a bench knows and the package forgot."""

import os
from pathlib import Path

from tests.pocket.probes import probe


@probe("site-folders")
def configuration_and_paths_are_the_sites(frappe):
    assert frappe.conf.encryption_key
    assert Path(frappe.get_site_path("private")).is_dir()
    assert frappe.local.site in frappe.utils.get_sites()


@probe("apps-registry")
def every_app_is_known(frappe):
    import frappe.apps

    assert frappe.get_installed_apps() == ["frappe", "kim_app"]
    assert frappe.get_app_path("kim_app").endswith("apps/kim_app/kim_app")
    assert frappe.local.module_app["kim"] == "kim_app"
    assert [app["name"] for app in frappe.apps.get_apps()] == ["kim_app"]


@probe("apps-hooks")
def hooks_of_every_app_are_read(frappe):
    assert "KIM" in frappe.get_hooks("app_title")
    assert frappe.get_hooks("app_title", app_name="kim_app") == ["KIM"]


@probe("apps-install")
def an_app_can_be_installed_again(frappe):
    from frappe.installer import install_app, remove_from_installed_apps

    remove_from_installed_apps("kim_app")
    assert frappe.get_installed_apps() == ["frappe"]
    frappe.db.delete("Module Def", "KIM")
    install_app("kim_app")
    assert frappe.get_installed_apps() == ["frappe", "kim_app"]
    assert frappe.db.exists("Module Def", "KIM")


@probe("apps-migrate")
def migrate_brings_every_apps_doctypes(frappe):
    from frappe.model.sync import sync_all
    from frappe.patches import get_all_patches

    frappe.delete_doc("DocType", "Team", force=True)
    sync_all()
    assert frappe.db.exists("DocType", "Team")
    assert set(get_all_patches()) >= set(frappe.patches.get_patches_from_app("kim_app"))
    loop = Path(frappe.get_app_path("frappe", "migrate.py")).read_text()
    assert 'get_hooks("before_migrate", app_name=app)' in loop


@probe("apps-named")
def the_desk_knows_which_app_is_which(frappe):
    from frappe.boot import get_bootinfo
    from frappe.utils.change_log import get_versions

    apps = {app["app_name"]: app["app_title"] for app in get_bootinfo().app_data}
    assert apps["kim_app"] == "KIM"
    assert get_versions()["kim_app"]["title"] == "KIM"
    assert frappe.is_setup_complete()


@probe("unwanted-imports", site=False)
def the_server_starts_without_foreign_drivers():
    import sys

    import frappe.app
    import frappe.integrations.doctype.google_calendar.google_calendar

    assert "MySQLdb" not in sys.modules
    assert frappe.app.application


@probe("version", site=False)
def the_framework_is_of_version_16():
    import frappe

    assert frappe.__version__.startswith("16.")


@probe("python-3.11", site=False)
def every_module_compiles():
    import frappe.desk.doctype.event.event as event

    assert os.path.basename(event.__file__) == "event.py"
