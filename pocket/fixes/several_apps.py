"""Several apps: installing, listing and loading apps beside the framework itself."""

import json
import os

from pocket.fixes.registry import Fix

registry = Fix("apps-registry", "the package answers every question about apps with the framework alone")
hooks = Fix("apps-hooks", "the hooks of other apps are never loaded")
installing = Fix("apps-install", "no other app can be installed, and the framework counts as installed before it is")
migrating = Fix("apps-migrate", "patches, doctypes and jobs of other apps are left out by migrate")


# --- which apps there are -----------------------------------------------------------------------------------


@registry.replace("frappe:get_all_apps")
def get_all_apps(with_internal_apps=True, sites_path=None):
    import frappe

    path = os.path.join(sites_path or frappe.local.sites_path, "apps.txt")
    apps = frappe.get_file_items(path, raise_not_found=True)
    apps = [app for app in apps if app != "frappe"]
    return ["frappe", *apps] if with_internal_apps else apps


@registry.replace("frappe:get_installed_apps")
def get_installed_apps(*, _ensure_on_bench=False):
    import frappe

    if getattr(frappe.flags, "in_install_db", True) or not frappe.db:
        return []
    if "installed_apps" not in frappe.local.request_cache:
        frappe.local.request_cache["installed_apps"] = json.loads(frappe.db.get_global("installed_apps") or "[]")
    installed = frappe.local.request_cache["installed_apps"]
    return [app for app in installed if not _ensure_on_bench or app in frappe.get_all_apps()]


@registry.replace("frappe:get_app_path")
def get_app_path(app_name, *joins):
    import frappe

    return frappe.get_pymodule_path(app_name, *joins)


@registry.replace("frappe:get_app_source_path")
def get_app_source_path(app_name, *joins):
    import frappe

    return frappe.get_app_path(app_name, "..", *joins)


@registry.replace("frappe.utils.installed_apps:get_setup_wizard_completed_apps")
def get_setup_wizard_completed_apps():
    import frappe

    return frappe.get_installed_apps()


@registry.replace("frappe:setup_module_map")
def setup_module_map(include_all_apps=True):
    import frappe

    store = frappe.cache if include_all_apps else frappe.client_cache
    key = "app_modules" if include_all_apps else "installed_app_modules"
    app_modules = store.get_value(key)
    if not app_modules:
        apps = frappe.get_all_apps() if include_all_apps else frappe.get_installed_apps() or frappe.get_all_apps()
        app_modules = {app: [frappe.scrub(module) for module in frappe.get_module_list(app)] for app in apps}
        store.set_value(key, app_modules)
    frappe.local.app_modules = app_modules
    frappe.local.module_app = {module: app for app, modules in app_modules.items() for module in modules}


# --- hooks --------------------------------------------------------------------------------------------------


def _load_app_hooks(app_name=None):
    import inspect
    import types

    import frappe

    loaded = {}
    for app in [app_name] if app_name else frappe.get_installed_apps(_ensure_on_bench=True):
        module = frappe.get_module(f"{app}.hooks")
        for key, value in inspect.getmembers(module):
            is_code = isinstance(value, types.ModuleType | types.FunctionType | type)
            if not is_code and not key.startswith("_"):
                frappe.append_hook(loaded, key, value)
    return loaded


@hooks.replace("frappe:get_hooks")
def get_hooks(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
    import frappe

    if app_name:
        found = frappe.client_cache.get_value(f"app_hooks:{app_name}", generator=lambda: _load_app_hooks(app_name))
    else:
        found = frappe.client_cache.get_value("app_hooks")
        if found is None:
            found = _load_app_hooks()
            if frappe.db and not frappe.flags.in_install_db:
                frappe.client_cache.set_value("app_hooks", found)
    if hook:
        return found.get(hook, [] if default == "_KEEP_DEFAULT_LIST" else default)
    return frappe._dict(found)


# --- installing ---------------------------------------------------------------------------------------------


@installing.replace("frappe.installer:install_app")
def install_app(name, verbose=False, set_as_patched=True, force=False):
    import frappe
    from frappe.installer import set_all_patches_as_completed

    if name not in frappe.get_all_apps():
        raise ValueError(f"{name} is not in sites/apps.txt")
    if name in frappe.get_installed_apps() and not force:
        print(f"{name} is already installed")
        return
    frappe.flags.in_install = name
    frappe.clear_cache()
    app_hooks = frappe.get_hooks(app_name=name)
    for required in app_hooks.required_apps or []:
        install_app(required.split("/")[-1], verbose, set_as_patched)
    frappe.flags.in_install = name
    _call_all(app_hooks.before_install)
    _call_all(frappe.get_hooks("before_app_install"), name)
    if name != "frappe":  # the framework's own come with its schema, which is not there yet
        add_module_defs(name)
    _sync_models(name, force)
    if name == "frappe":
        add_module_defs(name)
    add_to_installed_apps(name)
    frappe.get_single("Portal Settings").sync_menu()
    if set_as_patched:
        set_all_patches_as_completed(name)
    _call_all(app_hooks.after_install)
    _call_all(frappe.get_hooks("after_app_install"), name)
    _sync_the_rest(name)
    _call_all(app_hooks.after_sync)
    frappe.clear_cache()
    frappe.client_cache.erase_persistent_caches()
    frappe.flags.in_install = False


@installing.replace("frappe.installer:add_module_defs")
def add_module_defs(app, ignore_if_duplicate=False):
    import frappe

    for module in frappe.get_module_list(app):
        if not frappe.db.exists("Module Def", module):
            frappe.get_doc(doctype="Module Def", app_name=app, module_name=module).insert()


def _call_all(methods, *args):
    import frappe

    for method in methods or []:
        frappe.get_attr(method)(*args)


def _sync_models(name, force):
    from frappe.model.sync import sync_for

    sync_for(name, force=force, reset_permissions=True)


def _sync_the_rest(name):
    from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
    from frappe.model.module_utils import sync_customizations
    from frappe.utils.dashboard import sync_dashboards
    from frappe.utils.fixtures import sync_fixtures

    sync_jobs()
    sync_fixtures(name)
    sync_customizations(name)
    sync_dashboards(name)


@installing.replace("frappe.installer:add_to_installed_apps")
def add_to_installed_apps(app_name, rebuild_website=True):
    import frappe
    from frappe.installer import post_install

    frappe.clear_cache()
    installed = frappe.get_installed_apps()
    if app_name not in installed:
        _save_installed_apps([*installed, app_name])
    if frappe.flags.in_install:
        post_install(rebuild_website)
    frappe.db.commit()


@installing.replace("frappe.installer:remove_from_installed_apps")
def remove_from_installed_apps(app_name):
    import frappe

    _save_installed_apps([app for app in frappe.get_installed_apps() if app != app_name])
    frappe.db.commit()


def _save_installed_apps(apps):
    import frappe

    frappe.db.set_global("installed_apps", json.dumps(apps))
    frappe.local.request_cache.clear()
    for key in ("app_hooks", "installed_app_modules"):
        frappe.client_cache.delete_value(key)
    frappe.cache.delete_value("app_modules")
    frappe.local.doc_events_hooks = None
    frappe.setup_module_map()


installing.edit(  # the test helper that is called here is not in the package
    "frappe/utils/install.py",
    """	# clear test log
	from frappe.tests.utils.generators import _clear_test_log

	_clear_test_log()

""",
    "",
)


# --- migrating ----------------------------------------------------------------------------------------------


@migrating.replace("frappe.model.sync:sync_all")
def sync_all(force=0, reset_permissions=False):
    import frappe
    from frappe.model.sync import sync_for
    from frappe.patches import _patch_mode

    _patch_mode(True)
    for app in frappe.get_installed_apps():
        sync_for(app, force, reset_permissions=reset_permissions)
    _patch_mode(False)
    frappe.clear_cache()


@migrating.replace("frappe.patches:get_all_patches")
def get_all_patches(patch_type=None):
    import frappe
    from frappe.patches import get_patches_from_app

    return [patch for app in frappe.get_installed_apps() for patch in get_patches_from_app(app, patch_type=patch_type)]


migrating.edit(
    "frappe/migrate.py",
    """frappe.get_hooks("before_migrate"):""",
    """frappe.get_hooks("before_migrate", app_name=app):""",
)
