"""A topic on the agenda of a meeting."""

from frappe.model.document import Document


class AgendaItem(Document):
    """Agenda Item: all behaviour comes from the field definitions."""
