"""An obstacle in the system that cases meet again and again."""

from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.cooperation import barriers


class Barrier(AnswersToReader, Document):
    """Barrier: speaks of nobody, counts each case once, and shows a case manager the own cases alone."""

    def validate(self) -> None:
        """Check the texts and the occurrences, and count. Raises `frappe.ValidationError`."""
        barriers.require_own_cases(self)
        barriers.require_anonymous(self)
        barriers.complete_occurrences(self)
        barriers.keep_gathered(self)

    def apply_fieldlevel_read_permissions(self) -> None:
        """Take the cases out of the occurrences, and put back those that the reader may see."""
        own = {row["name"]: row["case"] for row in barriers.own_occurrences(self)}
        super().apply_fieldlevel_read_permissions()
        for row in self.get("occurrences") or []:
            if row.name in own:
                row.case = own[row.name]
