"""Builders: the graphical editors of the Desk (forms, workflows, print formats)."""

from pocket.fixes.registry import Fix

print_format = Fix("print-format-builder", "loading the DocType drops what the print format brought: an empty page")

_STORE = "frappe/public/js/print_format_builder/store.js"
print_format.edit(
    _STORE,
    'let _print_format = frappe.get_doc("Print Format", print_format_name);',
    'let _print_format = frappe.get_doc("Print Format", print_format_name);\n'
    "				const brought = _print_format.__onload;",
)
print_format.edit(
    _STORE,
    "meta.value = frappe.get_meta(_print_format.doc_type);",
    "_print_format.__onload = brought;\n					meta.value = frappe.get_meta(_print_format.doc_type);",
)
