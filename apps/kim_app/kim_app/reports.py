"""What the columns of script reports have in common."""

from typing import Any


def column(fieldname: str, label: str, fieldtype: str = "Data", width: int = 150, **more: Any) -> dict[str, Any]:
    """Return a column as the framework's reports take it; `more` holds what few have, such as `options`."""
    return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "width": width, **more}
