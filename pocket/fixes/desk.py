"""Desk: what the pages of the user interface need from the server."""

from pocket.fixes.registry import Fix

imports = Fix("unwanted-imports", "the server imports a MariaDB driver and Google's libraries to start")
version = Fix("version", "apps that ask for the framework's version are told 0.0.1")

imports.edit("frappe/app.py", "import frappe.database.mariadb.mysqlclient  # Load database related utils\n", "")
version.edit("frappe/__init__.py", '__version__ = "0.0.1"', '__version__ = "16.0.0-pocket"')

syntax = Fix("python-3.11", "one module uses a statement of Python 3.12, though 3.10 is said to be enough")
syntax.edit("frappe/desk/doctype/event/event.py", "type EventLikeDict = Event | frappe._dict", "EventLikeDict = dict")

_NO_GOOGLE = "HttpError = type('HttpError', (Exception,), {})  # Google's libraries are not part of this profile"
for path, old, new in [
    (
        "frappe/integrations/doctype/google_calendar/google_calendar.py",
        "from googleapiclient.discovery import build\nfrom googleapiclient.errors import HttpError",
        f"build = None\n{_NO_GOOGLE}",
    ),
    ("frappe/integrations/doctype/google_calendar/google_calendar.py", "import google.oauth2.credentials\n", ""),
    (
        "frappe/integrations/doctype/google_contacts/google_contacts.py",
        "from googleapiclient.errors import HttpError",
        _NO_GOOGLE,
    ),
    (
        "frappe/integrations/google_oauth.py",
        "from google.oauth2.credentials import Credentials\nfrom googleapiclient.discovery import build",
        "Credentials = build = None",
    ),
]:
    imports.edit(path, old, new)
