"""Serve one site: web, realtime, workers and scheduler in one process, on loopback."""

import argparse
import json
import os
import signal
import sys
import threading
import webbrowser

from pocket.console import Refusal, refuse, say
from pocket.lock import serving
from pocket.site import demo_file


def main(arguments: list[str]) -> int:
    """Serve until interrupted; return the exit code."""
    parser = argparse.ArgumentParser(prog="pocket.serve")
    parser.add_argument("--site", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--browser", action="store_true")
    options = parser.parse_args(arguments)
    os.environ["FRAPPE_SITE"] = options.site
    os.environ["POCKET_ADDRESS"] = f"http://localhost:{options.port}"
    os.umask(0o077)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with serving(options.site, options.port):
            _serve(options)
    except Refusal as fault:
        return refuse(str(fault))
    except KeyboardInterrupt:
        say("\nStopped.")
    return 0


def _interrupt(signum, frame):
    raise KeyboardInterrupt


def _serve(options):
    from pocket.processes import finish, start_background
    from pocket.web import make_web_server

    try:
        server = make_web_server(options.site, options.port)
    except OSError as fault:
        sentence = f"Port {options.port} cannot be used ({fault.strerror}): choose another one with --port."
        raise Refusal(sentence) from fault
    start_background(options.site)
    _greet(options.site, options.port)
    if options.browser:
        threading.Timer(0.5, webbrowser.open, [f"http://localhost:{options.port}"]).start()
    try:
        server.serve_forever()
    finally:
        say("\nFinishing what is queued …")
        finish(options.site)


def _greet(site, port):
    say(f"\nKIM is ready: http://localhost:{port}   (stop with Ctrl+C)")
    if demo_file(site).exists():
        demo = json.loads(demo_file(site).read_text())
        say(f"Demo logins, all with the password  {demo['password']}")
        for login in demo["logins"]:
            say(f"  {login['user']:34} {login['full_name']}, {login['role']}")
    else:
        say(f"Sign in as Administrator; the password is in sites/{site}/private/administrator-password.txt")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
