"""An obstacle in the system that cases meet again and again."""

from frappe.model.document import Document


class Barrier(Document):
    """Barrier: counts the cases in which it was met."""

    def validate(self) -> None:
        """Count each case once, however often it is listed."""
        self.occurrence_count = len({row.case for row in self.occurrences})
