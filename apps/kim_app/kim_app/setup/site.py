"""Settings of a new site: German, and ready without the setup wizard."""

from typing import Any

import frappe
from frappe.desk.doctype.global_search_settings.global_search_settings import update_global_search_doctypes

SYSTEM_SETTINGS = {
    "app_name": "KIM",
    "language": "de",
    "time_zone": "Europe/Berlin",
    "date_format": "dd.mm.yyyy",
    "time_format": "HH:mm",
    "number_format": "#.###,##",
    "currency": "EUR",
    "first_day_of_the_week": "Monday",
    "setup_complete": 1,
    "enable_scheduler": 1,
    # What went wrong inside is for the error log, not for the person at the screen.
    "allow_error_traceback": 0,
    "enable_onboarding": 0,
    "enable_telemetry": 0,
    "disable_system_update_notification": 1,
    "disable_change_log_notification": 1,
    "disable_product_suggestion": 1,
    # A share would open a document past the rule of `kim_app.permissions`.
    "disable_document_sharing": 1,
    # A public file needs no login, and a page uploaded as one would run in the browsers of others.
    "only_allow_system_managers_to_upload_public_files": 1,
    # No mail account exists yet that could send such a link.
    "login_with_email_link": 0,
}

WEBSITE_SETTINGS = {
    "app_name": "KIM",
    "title_prefix": "KIM",
    "home_page": "login",
    "disable_signup": 1,
}


def make_ready() -> None:
    """Set up a new site. A site on which somebody works already keeps its settings."""
    people = {"user_type": "System User", "name": ("not in", frappe.STANDARD_USERS)}
    if frappe.get_all("User", filters=people, limit=1):
        return
    _update("System Settings", SYSTEM_SETTINGS)
    _update("Website Settings", WEBSITE_SETTINGS)
    # The page that the Desk opens with is the setup wizard until this says otherwise.
    frappe.db.set_default("desktop:home_page", "workspace")
    _finish_wizard()
    update_global_search_doctypes()


def _update(doctype: str, values: dict[str, Any]) -> None:
    """Set those values whose fields this version of Frappe has."""
    settings = frappe.get_single(doctype)
    settings.update({field: value for field, value in values.items() if settings.meta.has_field(field)})
    settings.save()


def _finish_wizard() -> None:
    """Mark the framework's wizard as done where Frappe keeps that by app."""
    if not frappe.db.exists("DocType", "Installed Application"):
        return
    if frappe.get_meta("Installed Application").has_field("is_setup_complete"):
        apps = {"app_name": ("in", ("frappe", "kim_app"))}
        frappe.db.set_value("Installed Application", apps, "is_setup_complete", 1)
