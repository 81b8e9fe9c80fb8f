"""The command line: ``./kim start``, ``./kim test``, ``./kim bench VERB``. Standard library only."""

import argparse
import os
import socket
import subprocess
import sys
from pathlib import Path

from pocket import ROOT, SITES, assets, environment, german, restore
from pocket.console import Refusal, explain, inherited_lock, one_set_up_at_a_time, refuse, run, say, step
from pocket.lock import served_sites

VERBS = [
    *("migrate", "console", "execute", "backup", "restore", "new-site", "install-app"),
    *("set-admin-password", "export-fixtures", "clear-cache", "doctor"),
]


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code (0 done, 1 refused or failed, 2 not understood)."""
    try:
        if arguments[:1] == ["test"]:
            return _test(arguments[1:])
        if arguments[:1] == ["bench"]:
            return _bench(arguments[1:])
        options = _parser().parse_args(arguments or ["--help"])
        return options.run(options)
    except Refusal as fault:
        return refuse(str(fault))
    except OSError as fault:
        return refuse(explain(str(fault)) or f"{fault.strerror or fault}: {fault.filename or 'see above'}")
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        refuse(f"{message[0].upper()}{message[1:]} (./kim --help lists what there is).")
        raise SystemExit(2)


def _parser():
    parser = _Parser(prog="./kim", description="KIM on this machine: for trying out, development and training.")
    commands = parser.add_subparsers(title="commands", metavar="")
    start = commands.add_parser("start", help="set up what is missing and serve KIM", prog="./kim start")
    start.add_argument("--port", type=_port, default=8000, help="port on 127.0.0.1 (8000)")
    start.add_argument("--site", default="kim.localhost", help="name of the site (kim.localhost)")
    start.add_argument("--profile", choices=["pocket"], default="pocket", help="how to run it (pocket)")
    start.add_argument("--no-demo", action="store_true", help="no demo records and no demo logins")
    start.add_argument("--no-browser", action="store_true", help="do not open a browser")
    start.add_argument("--setup-only", action="store_true", help="set up, but do not serve")
    start.set_defaults(run=_start)
    commands.add_parser("test", help="run the whole test suite (all further arguments go to pytest)")
    commands.add_parser("bench", help=f"one of bench's verbs: {', '.join(VERBS)}")
    return parser


def _port(text):
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is no port (1 to 65535)")
    return int(text)


def set_up() -> None:
    """Bring environment, framework and assets into the state that the sources ask for."""
    from pocket import fixes

    if not environment.is_ready("runtime"):
        environment.check_disk()
    wheel, edits = environment.framework_wheel(), fixes.edits_by_path()
    stale = not environment.is_ready("runtime") or not restore.is_current(wheel, edits) or not assets.is_current()
    if stale and (served := served_sites()):
        raise Refusal(f"{served[0]} is being served from what has to be built anew: stop its server, then call again.")
    if not environment.is_ready("runtime"):
        with step("Python packages (about 120)"):
            environment.install_runtime()
    if not restore.is_current(wheel, edits):
        with step("Frappe from its wheel"):
            restore.restore(wheel, edits)
    if not assets.is_current():
        environment.check_disk()
        with step("Desk: JavaScript and styles"):
            assets.build()
    if not german.is_current():
        with step("German catalogues"):
            run([environment.PYTHON, "-m", "pocket.german"])


def _start(options):
    if not options.setup_only:
        _check_port(options.port)
    say("Setting up KIM")
    with one_set_up_at_a_time():
        set_up()
        code = _python("pocket.site", "prepare", options.site, *(["--no-demo"] if options.no_demo else []))
    if code or options.setup_only:
        return code
    browser = [] if options.no_browser or not sys.stdout.isatty() else ["--browser"]
    return _become("pocket.serve", "--site", options.site, "--port", str(options.port), *browser)


def _check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise Refusal(f"Port {port} cannot be used ({fault.strerror}): choose another one with --port.") from fault


def _test(arguments):
    say("Setting up the tests")
    with one_set_up_at_a_time():
        set_up()
        if not environment.is_ready("tests"):
            with step("Test packages"):
                environment.install_tests()
        _provide_browser()
    return _become("pytest", *arguments, folder=ROOT)


def _provide_browser():
    if environment.browser():
        return
    try:
        with step("Chromium for the browser tests"):
            environment.install_browser()
    except Refusal as fault:
        if os.environ.get("CI"):
            raise
        say(f"!!! NO BROWSER: the browser tests are skipped. {fault} !!!")


def _bench(arguments):
    if not arguments or arguments[0] in ("-h", "--help"):
        say(f"./kim bench [--site SITE] VERB, where VERB is one of: {', '.join(VERBS)}")
        return 0
    if not environment.is_ready("runtime"):
        raise Refusal("Nothing is set up yet: call ./kim start --setup-only first.")
    return _become("pocket.verbs", *arguments, folder=Path.cwd())


def _python(module, *arguments):
    command = [environment.PYTHON, "-m", module, *arguments]
    return subprocess.run(command, cwd=SITES, pass_fds=inherited_lock()).returncode


def _become(module, *arguments, folder=SITES):
    os.chdir(folder)
    sys.stdout.flush()
    os.execv(environment.PYTHON, [str(environment.PYTHON), "-m", module, *arguments])  # noqa: S606 - this process becomes the tool
