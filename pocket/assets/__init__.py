"""The Desk's JavaScript and style sheets: libraries from npm, bundles by build.mjs, served from ``sites/assets``.

Built beside the folder in use and put in its place at the end. Standard library only.
"""

import hashlib
import json
import shutil
from pathlib import Path

from pocket import APPS, ASSETS, environment
from pocket.console import run

HERE = Path(__file__).parent
LIBRARIES = environment.BUILD / "assets"
# Files that pages load one by one from the libraries' own folders.
SERVED = {
    "ace-builds/src-min-noconflict": "ace-builds/src-min-noconflict",
    "frappe-gantt/dist": "frappe-gantt/dist",
    "html5-qrcode/html5-qrcode.min.js": "html5-qrcode/html5-qrcode.min.js",
    "js-sha256/build": "js-sha256/build",
    "photoswipe/src/photoswipe.css": "photoswipe/src/photoswipe.css",
}


def is_current() -> bool:
    """Say whether the built assets belong to the apps' present sources."""
    stamp = ASSETS / ".built"
    return stamp.is_file() and stamp.read_text() == _fingerprint()


def build() -> str:
    """Build all bundles; return the builder's summary (a line per app: name and number of bundles)."""
    fresh = ASSETS.with_name(".assets-new")
    shutil.rmtree(fresh, ignore_errors=True)
    _install_libraries()
    arguments = {"assets": str(fresh), "apps": _apps(), "modules": str(LIBRARIES / "node_modules")}
    summary = run([environment.node()[0], HERE / "build.mjs", json.dumps(arguments)])
    for app, package in _apps():
        _link_public_files(Path(package) / "public", fresh / app)
    _copy_served_files(fresh / "frappe" / "node_modules")
    (fresh / ".built").write_text(_fingerprint())
    shutil.rmtree(ASSETS, ignore_errors=True)
    fresh.rename(ASSETS)
    for folder in (LIBRARIES, environment.BUILD / "node"):  # 430 MB that only a build needs
        shutil.rmtree(folder, ignore_errors=True)
    return summary.strip()


def _apps():
    return [(app, str(APPS / app / app)) for app in (ASSETS.parent / "apps.txt").read_text().split()]


def _install_libraries():
    shutil.rmtree(LIBRARIES, ignore_errors=True)
    LIBRARIES.mkdir(parents=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, LIBRARIES)
    node, npm = environment.node()
    path = {"PATH": f"{Path(node).parent}:/usr/bin:/bin"}
    run([node, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps"], cwd=LIBRARIES, env=path)


def _link_public_files(public, target):
    target.mkdir(parents=True, exist_ok=True)
    for entry in public.iterdir() if public.is_dir() else ():
        if entry.name not in ("dist", "node_modules"):
            (target / entry.name).symlink_to(entry)


def _copy_served_files(folder):
    for source, target in SERVED.items():
        origin, goal = LIBRARIES / "node_modules" / source, folder / target
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(origin, goal) if origin.is_dir() else shutil.copy(origin, goal)
    # Some pages ask for the readable build of the editor; it is four times the size and does the same.
    (folder / "ace-builds" / "src-noconflict").symlink_to("src-min-noconflict")


def _fingerprint():
    digest = hashlib.sha256()
    for name in ("__init__.py", "build.mjs", "package-lock.json"):
        digest.update((HERE / name).read_bytes())
    digest.update((APPS / "frappe" / ".restored").read_bytes())
    for app, package in _apps():
        digest.update(f"{app}{package}".encode())
        if app != "frappe":  # the framework's own sources are covered by the stamp of its tree
            for path in sorted((Path(package) / "public").rglob("*")):
                digest.update(str(path).encode() + (path.read_bytes() if path.is_file() else b""))
    return digest.hexdigest()
