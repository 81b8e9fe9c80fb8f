"""People who live together and are counselled together."""

from frappe.model.document import Document

from kim_app.persons import household


class Household(Document):
    """Household: its members say on themselves that they live in it; see `kim_app.persons.household`."""

    def validate(self) -> None:
        """Count the members: a form that was opened before somebody moved in brings figures of then."""
        self.update(household.count(self.name))
