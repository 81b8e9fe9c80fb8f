"""Pocket bench: Frappe from its PyPI distribution on a machine without bench, database server or Redis.

For trying out, development, tests and training. Production runs an official bench (README.md).
"""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "apps"
ENV = ROOT / "env"
SITES = ROOT / "sites"
ASSETS = SITES / "assets"
LOCK = ROOT / "pocket" / "lock"
