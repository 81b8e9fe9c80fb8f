"""bench's verbs, with bench's spelling and options, for this profile.

A verb that changes the database while the site is served runs beside the server and then makes it forget its
caches; a verb that changes schema or files of the site is refused until the server is stopped.
"""

import contextlib
import json
import os
import sys
from pathlib import Path

import click

from pocket import SITES
from pocket.console import Refusal, explain, refuse, say
from pocket.lock import forget_caches, having, holder_of
from pocket.site import check_name, connected, create, migrate


class _FileHere(click.Path):
    """A path as the user wrote it, seen from where the user stood."""

    def convert(self, value, parameter, context):
        return super().convert(str(START / value), parameter, context)


START = Path.cwd()


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--site", default=None, help="Name of the site (the bench's default site).")
@click.pass_context
def bench(context, site):
    """bench's verbs for KIM on this machine."""
    config = json.loads((SITES / "common_site_config.json").read_text())
    context.obj = check_name(site or os.environ.get("FRAPPE_SITE") or config["default_site"])
    if context.invoked_subcommand != "new-site" and not (SITES / context.obj).is_dir():
        raise Refusal(f"There is no site {context.obj}: call ./kim start --setup-only, or bench new-site.")


@bench.command("migrate")
@click.pass_obj
def _migrate(site):
    """Bring the site's schema and records up to the apps' code."""
    with having(site, "migrate"):
        migrate(site)
    say(f"{site} is up to date.")


@bench.command()
@click.pass_obj
def console(site):
    """Open a Python console on the site; what it queued is done and caches are dropped at its end."""
    import IPython

    with having(site, "open a console"), connected(site):
        import frappe

        IPython.embed(
            user_ns={"frappe": frappe}, banner1=f"frappe is connected to {site}; frappe.db.commit() keeps changes."
        )
        _finish(site)


@bench.command(context_settings={"ignore_unknown_options": True})
@click.argument("method")
@click.option("--args", default="[]", help="Positional arguments: a Python or JSON list.")
@click.option("--kwargs", default="{}", help="Named arguments: a Python or JSON object.")
@click.pass_obj
def execute(site, method, args, kwargs):
    """Call one function by its dotted path and print what it returns as JSON."""
    with connected(site):
        import frappe

        try:
            function = frappe.get_attr(method)
        except (ImportError, AttributeError, ValueError) as fault:
            raise Refusal(f"There is no function {method}: give its dotted path, as in frappe.ping.") from fault
        result = function(*_literal(args), **_literal(kwargs))
        frappe.db.commit()
        if result is not None:
            say(_as_text(result))
        _finish(site)


def _literal(text):
    import ast

    for read in (json.loads, ast.literal_eval):
        with contextlib.suppress(ValueError, SyntaxError):
            return read(text)
    raise Refusal(f"{text} is neither JSON nor a Python list or object: check quotes and brackets.")


def _as_text(result):
    import frappe

    try:
        return frappe.as_json(result)
    except (TypeError, AttributeError):  # not every result has a form in JSON
        return repr(result)


@bench.command()
@click.option("--with-files", is_flag=True, help="Back up public and private files, too.")
@click.option("--backup-path", default=None, type=_FileHere(path_type=Path), help="Folder for the backup.")
@click.pass_obj
def backup(site, with_files, backup_path):
    """Back up database and configuration (and files) while the site may be in use."""
    from frappe.utils.backups import new_backup

    with connected(site):
        taken = new_backup(
            ignore_files=not with_files,
            backup_path=str(backup_path) if backup_path else None,
            force=True,
            compress=True,
        )
        taken.print_summary()


@bench.command()
@click.argument("database", type=_FileHere(exists=True, dir_okay=False, path_type=Path))
@click.option("--with-public-files", type=_FileHere(exists=True, path_type=Path), help="Archive of public files.")
@click.option("--with-private-files", type=_FileHere(exists=True, path_type=Path), help="Archive of private files.")
@click.pass_obj
def restore(site, database, with_public_files, with_private_files):
    """Put a backup's database (and files) in the place of the present one, and migrate it."""
    from pocket.backup import check_archive, restore_database, restore_files

    archives = [archive for archive in (with_public_files, with_private_files) if archive]
    with having(site, "restore"):
        for archive in archives:
            check_archive(archive)
        restore_database(site, database)
        for archive in archives:
            restore_files(site, archive)
        migrate(site)
    say(f"{site} is restored from {database.name}.")


@bench.command("new-site")
@click.argument("name")
@click.option("--admin-password", default=None, help="Password of Administrator (generated if not given).")
@click.option("--install-app", "apps", multiple=True, help="App to install; can be given several times.")
def new_site(name, admin_password, apps):
    """Create a site with the framework and the named apps."""
    if (SITES / check_name(name)).exists():
        raise Refusal(f"There is a site {name} already: choose another name.")
    create(name, admin_password, list(apps))
    say(f"{name} is there; Administrator's password is in sites/{name}/private/administrator-password.txt")


@bench.command("install-app")
@click.argument("apps", nargs=-1, required=True)
@click.pass_obj
def install_app(site, apps):
    """Install apps of sites/apps.txt on the site."""
    with having(site, "install an app"), connected(site):
        from frappe import get_all_apps
        from frappe.installer import install_app

        for app in apps:
            if app not in get_all_apps():
                raise Refusal(f"There is no app {app}: put it into apps/ and its name into sites/apps.txt.")
            install_app(app)
        _finish(site)


@bench.command("set-admin-password")
@click.argument("password", required=False)
@click.option("--logout-all-sessions", is_flag=True, help="End all sessions of Administrator, too.")
@click.pass_obj
def set_admin_password(site, password, logout_all_sessions):
    """Set Administrator's password (asks for it if it is not given)."""
    from getpass import getpass

    password = password or getpass("New password of Administrator: ")
    with connected(site):
        import frappe
        from frappe.utils.password import update_password

        update_password("Administrator", password, logout_all_sessions=logout_all_sessions)
        frappe.db.commit()
        _finish(site)
    say("Administrator has a new password.")


@bench.command("export-fixtures")
@click.option("--app", default=None, help="Only this app's fixtures.")
@click.pass_obj
def export_fixtures(site, app):
    """Write the records that the apps' fixtures hooks name into the apps."""
    with connected(site):
        from frappe.utils.fixtures import export_fixtures

        export_fixtures(app)


@bench.command("clear-cache")
@click.pass_obj
def clear_cache(site):
    """Drop all that the server has cached."""
    with connected(site):
        import frappe

        frappe.clear_cache()
        _finish(site)
    say("Caches are dropped.")


@bench.command()
@click.pass_obj
def doctor(site):
    """Say how the site is: served or not, scheduler, errors of the last day, soundness of the database."""
    from pocket.backup import integrity

    server = holder_of(site) or {}
    say(f"site       {site}")
    address = "http://localhost:{port}, process {pid}".format(**server) if "port" in server else "not running"
    say(f"server     {address}")
    with connected(site):
        import frappe
        from frappe.utils.scheduler import is_scheduler_inactive

        say(f"scheduler  {'off' if is_scheduler_inactive(verbose=False) else 'on'}")
        since = frappe.utils.add_days(frappe.utils.now(), -1)
        say(f"errors     {frappe.db.count('Error Log', {'creation': ('>', since)})} in the last 24 hours")
    say(f"database   {integrity(site)}")


def _finish(site):
    """Do what was queued here, and make the server forget what it knew before."""
    from pocket.processes import finish

    finish(site)
    forget_caches(site)


def main(arguments: list[str]) -> int:
    """Run one verb; return the exit code."""
    os.chdir(SITES)
    try:
        return bench.main(arguments, prog_name="./kim bench", standalone_mode=False) or 0
    except click.ClickException as fault:
        refuse(f"{fault.format_message().rstrip('.')} (./kim bench --help lists what there is).")
        return 2
    except Refusal as fault:
        return refuse(str(fault))
    except click.Abort:
        return refuse("Stopped.")
    except OSError as fault:
        return refuse(explain(str(fault)) or f"{fault.strerror or fault}: {fault.filename or 'a file of the site'}.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
