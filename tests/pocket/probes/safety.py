"""Probes of argument checks, error log and log files."""

import os
import tempfile
from pathlib import Path

from tests.pocket.probes import probe


@probe("typed-arguments")
def wrong_types_are_refused_and_right_ones_cast(frappe):
    from frappe.exceptions import FrappeTypeError

    frappe.in_test = True

    @frappe.whitelist()
    def method(number: "int", switch: "bool" = False):
        return number, switch

    assert method("3", switch="0") == (3, False)
    try:
        method("three")
    except FrappeTypeError as fault:
        assert "number" in str(fault)
    else:
        raise AssertionError("a word was taken for a number")


@probe("error-log")
def an_error_is_logged(frappe):
    entry = frappe.log_error("Something went wrong", "the reason")
    assert frappe.db.get_value("Error Log", entry.name, "method") == "Something went wrong"


@probe("log-folders")
def logging_makes_its_folder(frappe):
    site = os.path.abspath(frappe.local.site)
    os.makedirs(elsewhere := os.path.join(tempfile.mkdtemp(), "sites"))
    os.chdir(elsewhere)
    os.symlink(site, frappe.local.site)
    frappe.logger("probe").error("line")
    assert "line" in Path("../logs/probe.log").read_text()
