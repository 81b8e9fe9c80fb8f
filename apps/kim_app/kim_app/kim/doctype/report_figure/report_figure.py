"""A table on a page of the annual report."""

from frappe.model.document import Document


class ReportFigure(Document):
    """Report Figure: all behaviour comes from the field definitions."""
