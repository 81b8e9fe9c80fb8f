"""Loops over apps that lost the app's name: they ask for the framework's hooks each time round."""

from pocket.fixes.registry import Fix

naming = Fix("apps-named", "code that loops over the apps asks for the framework's hooks each time")

for path, old, new in [
    ("frappe/boot.py", 'for app_name in ["frappe"]:', "for app_name in frappe.get_installed_apps():"),
    ("frappe/boot.py", 'get_hooks("add_to_apps_screen")', 'get_hooks("add_to_apps_screen", app_name=app_name)'),
    ("frappe/boot.py", 'get_hooks("app_title")', 'get_hooks("app_title", app_name=app_name)'),
    ("frappe/boot.py", 'get_hooks("app_home")', 'get_hooks("app_home", app_name=app_name)'),
    ("frappe/boot.py", 'get_hooks("app_logo_url")', 'get_hooks("app_logo_url", app_name=app_name)'),
    ("frappe/boot.py", 'for app in ["frappe"]:', "for app in frappe.get_installed_apps():"),
    (
        "frappe/apps.py",
        'app_details = frappe.get_hooks("add_to_apps_screen")\n\t\tif not len',
        'app_details = frappe.get_hooks("add_to_apps_screen", app_name=app)\n\t\tif not len',
    ),
    (
        "frappe/utils/change_log.py",
        "app_hooks = frappe.get_hooks()\n\t\tversions",
        "app_hooks = frappe.get_hooks(app_name=app)\n\t\tversions",
    ),
    ("frappe/utils/fixtures.py", 'get_hooks("fixture_auto_order")', 'get_hooks("fixture_auto_order", app_name=app)'),
    ("frappe/utils/fixtures.py", 'get_hooks("fixtures")', 'get_hooks("fixtures", app_name=app)'),
    (
        "frappe/desk/doctype/changelog_feed/changelog_feed.py",
        'get_hooks("app_title")[0]',
        'get_hooks("app_title", app_name=app_name)[0]',
    ),
    (
        "frappe/desk/doctype/desktop_icon/desktop_icon.py",
        'frappe.get_hooks()["app_title"][0] == self.label',
        'frappe.get_hooks("app_title", app_name=a)[0] == self.label',
    ),
    (
        "frappe/desk/doctype/desktop_icon/desktop_icon.py",
        """frappe.get_hooks()["add_to_apps_screen"][0].get(""",
        """next(iter(frappe.get_hooks("add_to_apps_screen", app_name=a)), {}).get(""",
    ),
    (
        "frappe/desk/doctype/desktop_icon/desktop_icon.py",
        'get_hooks("app_title")[0]\n\t\t\t\tapp_icon',
        'get_hooks("app_title", app_name=app_name)[0]\n\t\t\t\tapp_icon',
    ),
    (
        "frappe/desk/doctype/desktop_icon/desktop_icon.py",
        'get_hooks("app_title")[0]\n\t\tapp_details = frappe.get_hooks("add_to_apps_screen")',
        'get_hooks("app_title", app_name=a)[0]\n\t\tapp_details = frappe.get_hooks("add_to_apps_screen", app_name=a)',
    ),
    (
        "frappe/core/doctype/user_invitation/user_invitation.py",
        'get_hooks("app_title")[0]',
        'get_hooks("app_title", app_name=self.app_name)[0]',
    ),
    (
        "frappe/core/doctype/user_invitation/user_invitation.py",
        'user_invitation_hooks = frappe.get_hooks("user_invitation")',
        'user_invitation_hooks = frappe.get_hooks("user_invitation", app_name=app)',
    ),
    (
        "frappe/custom/report/audit_system_hooks/audit_system_hooks.py",
        "delist(frappe.get_hooks(hook))",
        "delist(frappe.get_hooks(hook, app_name=app))",
    ),
    (
        "frappe/custom/report/audit_system_hooks/audit_system_hooks.py",
        "fmt_hook_values(frappe.get_hooks(hook))",
        "fmt_hook_values(frappe.get_hooks(hook, app_name=app))",
    ),
    (
        "frappe/desk/doctype/global_search_settings/global_search_settings.py",
        'get_hooks(hook="global_search_doctypes")',
        'get_hooks(hook="global_search_doctypes", app_name=app)',
    ),
    (
        "frappe/desk/page/setup_wizard/setup_wizard.py",
        'frappe.get_hooks().get("setup_wizard_stages")',
        'frappe.get_hooks(app_name=app_name).get("setup_wizard_stages")',
    ),
]:
    naming.edit(path, old, new)


@naming.replace("frappe:is_setup_complete")
def is_setup_complete():
    import frappe

    # Asked before the first app is installed, too: a Single has no table of its own to look for.
    return bool(frappe.db.table_exists("Singles") and frappe.get_system_settings("setup_complete"))
