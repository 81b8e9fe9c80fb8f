"""What the tests need of a bench: a prepared site, copies of it to use up, and servers on free ports."""

import fcntl
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from pocket import ROOT, SITES
from pocket.site import code_fingerprint

TEMPLATE = "template.test"
PYTHON = str(Path(sys.base_prefix) / "bin" / "python3")  # a user's own, not the one of the environment
ADMIN_PASSWORD = DEMO_PASSWORD = "kim-test-7"


@functools.cache
def prepare_template() -> str:
    """Make the site that all tests copy, unless there is one of the present code; return its name.

    A process of its own does it, so that the tests' process starts clean. Raises CalledProcessError if it fails.
    """
    stamp = SITES / TEMPLATE / ".code"
    with (SITES / ".preparing").open("w") as lock:  # two runs of the suite may want it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not stamp.exists() or stamp.read_text() != code_fingerprint():
            print("\nPreparing the test site (once per state of the code) …", flush=True)
            environment = {**os.environ, "KIM_DEMO_PASSWORD": DEMO_PASSWORD}
            subprocess.run([sys.executable, "-c", _PREPARE], cwd=SITES, env=environment, check=True)
    return TEMPLATE


_PREPARE = f"""
from pocket.site import SITES, create, install_demo, shutil
shutil.rmtree(SITES / {TEMPLATE!r}, ignore_errors=True)
create({TEMPLATE!r}, {ADMIN_PASSWORD!r})
stamp = SITES / {TEMPLATE!r} / ".code"
stamp.rename(stamp.with_name(".unfinished"))
install_demo({TEMPLATE!r})
stamp.with_name(".unfinished").rename(stamp)
"""


def copy_site(name: str) -> str:
    """Copy the prepared site under another name and return that; the caller removes it."""
    remove_site(name)
    shutil.copytree(SITES / prepare_template(), SITES / name, symlinks=True)
    return name


def remove_site(name: str) -> None:
    """Remove a site's folder, whether it is there or not."""
    shutil.rmtree(SITES / name, ignore_errors=True)


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A running server of one site; what it prints is kept in ``log``."""

    admin_password = ADMIN_PASSWORD
    demo_password = DEMO_PASSWORD

    def __init__(self, site: str, log: Path, **environment: str):
        self.site, self.log, self.port = site, log, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.environment = environment
        self.start()

    def start(self) -> None:
        """Start the process and wait until it answers; raises RuntimeError with its log if it does not."""
        command = [sys.executable, "-m", "pocket.serve", "--site", self.site, "--port", str(self.port)]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                command, cwd=SITES, stdout=log, stderr=log, env={**os.environ, **self.environment}
            )
        self._wait()

    def _wait(self):
        for _ in range(300):
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{self.url}/api/method/ping", timeout=10).close()
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError(f"The server of {self.site} does not answer:\n{self.log.read_text()[-3000:]}")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the process with a signal and wait for it."""
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(timeout=20)

    def faults(self) -> list[str]:
        """Return the lines of the log that tell of a fault: answers 5xx, requests that broke off."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if '" 5' in line or "Error on request" in line]


def run_kim(*arguments: str, folder: Path = ROOT, before: tuple = (), **environment: str):
    """Call ./kim as a user does, in a checkout; ``before`` is put in front of the command (as in unshare -n).

    Returns the CompletedProcess with exit code, stdout and stderr.
    """
    # The tests' own site must not become the default of what they call.
    environment = {**{key: value for key, value in os.environ.items() if key != "FRAPPE_SITE"}, **environment}
    return subprocess.run(
        [*before, PYTHON, str(folder / "kim"), *arguments],
        capture_output=True, text=True, cwd=folder, env=environment, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def checkout(folder: Path) -> Path:
    """Copy the files that git knows (as they are now) into a folder, as a new clone has them; return the folder."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    return folder


def site_config(site: str) -> dict:
    """Return a site's own configuration."""
    return json.loads((SITES / site / "site_config.json").read_text())
