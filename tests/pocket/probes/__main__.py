"""``python -m tests.pocket.probes FIX SITE`` runs one probe in the folder ``sites``."""

import os
import sys

from tests.pocket.probes import PROBES, all_probes  # noqa: F401


def main(fix: str, site: str) -> None:
    """Run the probe; an exception says that it failed."""
    function, connected = PROBES[fix]
    if not connected:
        function()
        return
    os.environ["FRAPPE_SITE"] = site
    import frappe

    frappe.init(site)
    frappe.connect()
    function(frappe)


if __name__ == "__main__":
    main(*sys.argv[1:])
