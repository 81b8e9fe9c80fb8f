"""What a municipality says about the figures of a topic in one year."""

from frappe.model.document import Document


class ReportRemark(Document):
    """Report Remark: all behaviour comes from the field definitions."""
