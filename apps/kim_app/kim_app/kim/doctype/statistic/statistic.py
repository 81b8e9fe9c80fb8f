"""A figure that a coordinator builds: what is counted, by which rows and columns, and who sees it."""

from frappe.model.document import Document

from kim_app.figures import engine, sharing, workspaces


class Statistic(Document):
    """Statistic: refuses what cannot be computed, and follows its own sharing."""

    def validate(self) -> None:
        """Check fields, filters and readers. Raises `frappe.ValidationError` that says what to choose instead."""
        # The framework looks at choices last, and says better than the engine which of them is none.
        self._validate_selects()
        engine.check(self)
        sharing.require_readers(self)

    def on_update(self) -> None:
        """Put the chart on the workspaces that are named."""
        workspaces.show(self)

    def on_trash(self) -> None:
        """Take the chart off all workspaces."""
        workspaces.remove(self.name)
