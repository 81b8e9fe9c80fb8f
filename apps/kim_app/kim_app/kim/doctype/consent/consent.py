"""What a person has agreed to, for how long, and towards whom."""

from frappe import _
from frappe.model.document import Document

from kim_app.answers import AnswersToReader
from kim_app.cases import consent_form, consent_rules


class Consent(AnswersToReader, Document):
    """Consent: the rules are in `kim_app.cases.consent_rules`; which ones count is in `kim_app.consents`."""

    def validate(self) -> None:
        """Check dates, and keep what was signed or withdrawn. Raises `frappe.ValidationError`."""
        self.set_title()
        consent_rules.check(self)

    def set_title(self) -> None:
        """Name the consent by its purpose in words: the Desk shows a title as it is stored."""
        if not self.title or self.has_value_changed("purpose"):
            self.title = _(self.purpose)

    def form_text(self) -> dict:
        """Return the text of the printed form."""
        return consent_form.form_text(self)
