"""Measures the requests of a case file against a server that speaks Frappe's REST; see README.md."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)  # not this folder: it holds a requests.py
    from benchmarks.cli import main

    sys.exit(main())
