"""What the commands say: steps with their time, and faults in one sentence. Standard library only."""

import contextlib
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from pocket import ROOT

LOG = ROOT / "logs" / "setup.log"


class Refusal(Exception):
    """A fault that the user can mend; its text is one sentence that says what happened and what to do."""


def say(text: str) -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


@contextlib.contextmanager
def step(title: str):
    """Show what is being done and, at its end, how long it took."""
    started = time.monotonic()
    print(f"  {title} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        say("failed")
        raise
    say(f"{time.monotonic() - started:.1f} s")


# What a tool prints when something that the user can mend is missing, and what to tell instead.
_KNOWN_FAULTS = [
    (
        ("No space left on device", "ENOSPC", "database or disk is full"),
        "The disk is full: make room (about 1 GB is needed), then start again.",
    ),
    (
        (
            "Temporary failure in name resolution", "Name or service not known", "dns error", "ENOTFOUND", "EAI_AGAIN",
            "ECONNREFUSED", "Connection refused", "Network is unreachable", "ENETUNREACH", "error sending request",
            "Could not connect", "NewConnectionError", "ProxyError", "Tunnel connection failed", "tunnel error",
            "No matching distribution found", "ETIMEDOUT", "timed out",
        ),
        "PyPI or npm cannot be reached: check the network (set-up downloads about 200 MB), then start again.",
    ),
]  # fmt: skip


def explain(output: str) -> str | None:
    """Return the sentence for a known fault in a tool's output, or None."""
    for marks, sentence in _KNOWN_FAULTS:
        if any(mark in output for mark in marks):
            return sentence
    return None


_setup_lock = None  # handed on to every tool: the lock lasts as long as any of them runs


@contextlib.contextmanager
def one_set_up_at_a_time():
    """Hold the checkout for one set-up; wait for another one, also for the tools that a killed one left running."""
    global _setup_lock
    (ROOT / "build").mkdir(exist_ok=True)
    with (ROOT / "build" / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Waiting for another set-up of this checkout to end …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        _setup_lock = lock.fileno()
        yield
        _setup_lock = None


def inherited_lock() -> tuple[int, ...]:
    """Return what a tool started during set-up must be given as ``pass_fds``."""
    return () if _setup_lock is None else (_setup_lock,)


def run(command: list, *, cwd: Path | None = None, env: dict | None = None) -> str:
    """Run a tool, keep what it prints in logs/setup.log, and return it; raises Refusal if it fails."""
    LOG.parent.mkdir(exist_ok=True)
    command = [str(part) for part in command]
    done = subprocess.run(
        command, cwd=cwd, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", pass_fds=inherited_lock(),
    )  # fmt: skip
    _keep(command, done.stdout)
    if done.returncode:
        raise Refusal(explain(done.stdout) or f"{Path(command[0]).name} failed: see {LOG} for what it said.")
    return done.stdout


def _keep(command, output):
    with contextlib.suppress(OSError), LOG.open("a") as log:  # a full disk is told by the command itself
        log.write(f"$ {' '.join(command)}\n{output}\n")


def refuse(sentence: str) -> int:
    """Print a fault on standard error and return the exit code for it."""
    print(f"kim: {sentence}", file=sys.stderr, flush=True)
    return 1
