"""An obstacle in the system that cases meet again and again."""

from typing import Any

from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.cooperation import barriers, letter


class Barrier(AnswersToReader, Document):
    """Barrier: speaks of nobody, counts each case once, and shows a case manager the own cases alone."""

    def validate(self) -> None:
        """Check the texts and the occurrences, and count. Raises `frappe.ValidationError`."""
        barriers.require_own_cases(self)
        barriers.require_anonymous(self)
        barriers.complete_occurrences(self)
        barriers.keep_gathered(self)
        if self.letter_sent_on:
            letter.require_recipient(self)

    def letter(self) -> dict[str, Any]:
        """Return what the letter to the ministry says. Raises as `kim_app.cooperation.letter.letter_of` does."""
        return letter.letter_of(self)

    def apply_fieldlevel_read_permissions(self) -> None:
        """Take the cases out of the occurrences, and put back those that the reader may see."""
        own = {row["name"]: row["case"] for row in barriers.own_occurrences(self)}
        super().apply_fieldlevel_read_permissions()
        for row in self.get("occurrences") or []:
            if row.name in own:
                row.case = own[row.name]
