"""A site: created whole or not at all, brought up to date when an app's code changed, filled with demo logins.

Runs in the environment, in the folder ``sites``. A site is made under a hidden name and gets its own at the end.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import secrets
import shutil
import sys
from pathlib import Path

from pocket import APPS, ROOT, SITES
from pocket.console import Refusal, explain, refuse, say, step
from pocket.lock import having
from pocket.processes import finish

SETTINGS = {"time_zone": "Europe/Berlin", "language": "de"}
CODE = (".py", ".json", ".txt", ".po", ".csv", ".html")


def main(arguments: list[str]) -> int:
    """Prepare one site; return the exit code."""
    parser = argparse.ArgumentParser(prog="pocket.site")
    parser.add_argument("action", choices=["prepare"])
    parser.add_argument("site")
    parser.add_argument("--no-demo", action="store_true")
    options = parser.parse_args(arguments)
    try:
        prepare(options.site, demo=not options.no_demo)
    except Refusal as fault:
        return refuse(str(fault))
    return 0


def prepare(site: str, *, demo: bool = True) -> None:
    """Create the site if it is not there, migrate it if an app's code changed, add the demo records if wanted.

    Raises Refusal if the name is no host name or the site is being served and would have to change.
    """
    folder = SITES / check_name(site)
    if not folder.is_dir():
        with step("Site: framework"):
            create(site)
        (folder / ("with-demo" if demo else "without-demo")).touch()
    elif _stored(folder) != code_fingerprint():
        with having(site, "update it"), step("Site: update to the present code"):
            migrate(site)
    # Demo logins belong to a site that was made with them: a later start never adds them to somebody's own site.
    if demo and (folder / "with-demo").exists() and not demo_file(site).exists():
        with having(site, "add demo records"), step("Demo records and logins"):
            install_demo(site)


def check_name(site: str) -> str:
    """Return the name if it can be a site's (host name in lower case); raises Refusal if not."""
    if not site or not all(part.replace("-", "").isalnum() and part == part.lower() for part in site.split(".")):
        raise Refusal(f"{site!r} cannot name a site: use letters, digits, dots and hyphens, as in kim.localhost.")
    return site


def create(site: str, admin_password: str | None = None, apps: list[str] | None = None) -> None:
    """Create a site with the framework and the given apps (all of apps.txt if None).

    Arguments: admin_password of Administrator, generated if None and kept in the site's private folder.
    """
    os.umask(0o077)  # what a site holds is for whoever runs it
    for leftover in SITES.glob(f".{site}.*.new"):
        if not Path("/proc", leftover.name.split(".")[-2]).exists():
            shutil.rmtree(leftover, ignore_errors=True)
    hidden = SITES / f".{site}.{os.getpid()}.new"
    admin_password = admin_password or secrets.token_urlsafe(9)
    _write_config(hidden, site, admin_password)
    with connected(hidden.name, new=True), quiet():
        _install(admin_password, _apps() if apps is None else apps)
        finish(hidden.name)
    _keep_secret(hidden / "private" / "administrator-password.txt", admin_password)
    (hidden / ".code").write_text(code_fingerprint())
    hidden.rename(SITES / site)


def _write_config(folder, site, admin_password):
    (folder / "db").mkdir(parents=True)
    config = {
        "db_name": site.replace(".", "_"),
        "db_type": "sqlite",
        "encryption_key": _encryption_key(),
        "skip_setup_wizard": 1,
    }
    (folder / "site_config.json").write_text(json.dumps(config, indent=1))


def _encryption_key():
    from cryptography.fernet import Fernet

    return Fernet.generate_key().decode()


def _install(admin_password, apps):
    import frappe
    from frappe import installer

    installer.make_site_dirs()
    installer.install_db(db_name=frappe.conf.db_name, db_type="sqlite", admin_password=admin_password, verbose=False)
    # Nothing of a half-made site is used: it need not be safe on disk before it is whole.
    frappe.db.sql("PRAGMA synchronous=OFF")
    frappe.conf.admin_password = admin_password
    # Before anything is stamped: with the package's own time zone, jobs would lie hours in the future.
    frappe.db.set_single_value("System Settings", SETTINGS, update_modified=False)
    installer.install_app("frappe")
    _settle()
    for app in apps:
        installer.install_app(app)
    frappe.db.commit()
    frappe.db.sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _settle():
    """Answer what the setup wizard would ask, and do what it does; its pages are not in the package."""
    import frappe
    from frappe.desk.page.setup_wizard.install_fixtures import install

    settings = frappe.get_single("System Settings")
    settings.update({**SETTINGS, "setup_complete": 1, "enable_scheduler": 1})
    settings.flags.ignore_mandatory = True
    settings.save()
    for key, value in {**SETTINGS, "desktop:home_page": "workspace"}.items():
        frappe.db.set_default(key, value)
    for user in frappe.STANDARD_USERS:
        frappe.db.set_value("User", user, SETTINGS)
    install()


def migrate(site: str) -> None:
    """Run the framework's migrate on a site that nobody serves."""
    from frappe.migrate import SiteMigration

    with connected(site), quiet():
        SiteMigration(skip_search_index=True).run(site=site)
        finish(site)
    (SITES / site / ".code").write_text(code_fingerprint())


def install_demo(site: str) -> None:
    """Let every app that has a ``demo_data`` hook add its demo records, and keep the logins it returns."""
    import frappe

    password = os.environ.get("KIM_DEMO_PASSWORD") or secrets.token_urlsafe(9)
    logins = []
    with connected(site), quiet():
        for method in frappe.get_hooks("demo_data"):
            logins += frappe.get_attr(method)(password) or []
        frappe.db.commit()
        finish(site)
    _keep_secret(demo_file(site), json.dumps({"password": password, "logins": logins}, indent=1))


def demo_file(site: str) -> Path:
    """Return where a site keeps its demo logins (JSON: password, logins)."""
    return SITES / site / "private" / "demo-logins.json"


@contextlib.contextmanager
def connected(site: str, *, new: bool = False):
    """Connect the framework to a site for the time of the block (``new``: there is no database yet)."""
    os.umask(0o077)
    os.environ["FRAPPE_SITE"] = site
    import frappe

    frappe.init(site, force=True)
    if not new:
        frappe.connect()
    try:
        yield
    finally:
        frappe.destroy()


@contextlib.contextmanager
def quiet():
    """Keep what the framework prints for the case that it fails; then show the end of it."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            yield
    except Refusal:
        raise
    except Exception as fault:
        if sentence := explain(repr(fault)):
            raise Refusal(sentence) from fault
        say("\n".join(["", *printed.getvalue().replace("\r", "\n").splitlines()[-15:]]))
        raise


def _keep_secret(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(text)


def _apps():
    return [app for app in (SITES / "apps.txt").read_text().split() if app != "frappe"]


def _stored(folder):
    stamp = folder / ".code"
    return stamp.read_text() if stamp.exists() else ""


def code_fingerprint() -> str:
    """Return what the apps' code is made of, as a hex digest: when it changes a site must be migrated."""
    digest = hashlib.sha256((APPS / "frappe" / ".restored").read_bytes())
    for folder in [ROOT / "pocket", *(APPS / app / app for app in _apps())]:
        for path in sorted(folder.rglob("*")):
            if path.suffix in CODE and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
