"""The slow way to figures: whole tables, read row by row and counted in Python, without any code of the app.

Each report has a recount: a function that is given a `Raw` and filters and returns the rows that must be shown. They
are found by the name of the report, so that a new report without one is noticed.
"""

from dataclasses import dataclass
from datetime import date, datetime

FIGURES_ONLY = {"KIM Coordinator", "KIM Steering Member"}
CASE_MANAGER = "KIM Case Manager"
OFFICES = {
    "KIM Foreigners Office Clerk": "Foreigners Office",
    "KIM Naturalisation Clerk": "Naturalisation Office",
}
OVER = ("Granted", "Refused", "Withdrawn", "Discontinued", "Certificate Handed Over")
RECOUNTS = {}


@dataclass(frozen=True)
class Recount:
    """How a report is counted again: the fields that name a row, and the filters to try."""

    count: object
    key: tuple
    filters: tuple


def recounts(report, *key, filters=({},)):
    """Decorate the function that counts `report` again."""

    def take(function):
        RECOUNTS[report] = Recount(function, key, tuple(filters))
        return function

    return take


def day(value):
    """Return a date, whatever the database gave."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) or not value else date.fromisoformat(str(value)[:10])


def moment(value):
    """Return a time of day, whatever the database gave."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(str(value))


def middle(values):
    """Return the median, by sorting."""
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


class Raw:
    """All rows of the site, and who asks."""

    def __init__(self, site, user):
        self.site, self.user, self.tables, self.today = site, user, {}, date.today()
        self.roles = {row.role for row in self.rows("Has Role", parent=user)}
        self.figures_only = bool(self.roles & FIGURES_ONLY)

    def rows(self, doctype, **wanted):
        """Return the rows of a table whose columns have the wanted values."""
        if doctype not in self.tables:
            self.tables[doctype] = self.site.db.sql(f"select * from `tab{doctype}`", as_dict=True)
        return [row for row in self.tables[doctype] if all(row[key] == value for key, value in wanted.items())]

    def one(self, doctype, name):
        """Return the row of that name."""
        return next((row for row in self.rows(doctype) if row.name == name), None)

    def labels(self, doctype):
        """Return the labels of a list by name."""
        return {row.name: row.label for row in self.rows(doctype)}

    def setting(self, name):
        """Return a number of the settings."""
        values = self.site.db.sql("select field, value from `tabSingles` where doctype = 'KIM Settings'")
        return int(dict(values)[name])

    def chosen(self, table, field, parenttype, parent):
        """Return what a document chose in a table."""
        return [row[field] for row in self.rows(table, parenttype=parenttype, parent=parent)]

    def colleagues(self):
        """Return the user and those whom the user stands in for today."""
        rows = self.rows("Deputy Arrangement", deputy=self.user)
        return {self.user, *(r.absent_user for r in rows if day(r.starts_on) <= self.today <= day(r.ends_on))}

    def cases(self):
        """Return the cases that the user sees as a case manager."""
        mine = {row.parent for row in self.rows("Team Member", user=self.user)}
        open_teams = {row.name for row in self.rows("Team") if row.name in mine and row.case_access.startswith("Read")}
        return [r for r in self.rows("Case") if r.case_manager in self.colleagues() or r.team in open_teams]

    def exchanging(self):
        """Return the persons who agreed to the exchange with the foreigners' office."""
        rows = self.rows("Consent", purpose="Exchange with Foreigners Office", withdrawn_on=None)
        valid = [row for row in rows if day(row.given_on) <= self.today]
        return {row.person for row in valid if not row.valid_until or day(row.valid_until) >= self.today}

    def applications(self):
        """Return the applications that the user sees."""
        offices = {office for role, office in OFFICES.items() if role in self.roles}
        types = {row.name for row in self.rows("Application Type") if row.office in offices}
        persons = {row.person for row in self.cases()} & self.exchanging() if CASE_MANAGER in self.roles else set()
        return [r for r in self.rows("Application") if r.application_type in types or r.person in persons]

    def barriers(self):
        """Return the barriers that the user sees."""
        rows = self.rows("Barrier")
        only_verified = self.roles & {"KIM Steering Member"} and not self.roles & {"KIM Coordinator"}
        return [r for r in rows if r.workflow_state not in ("Reported", "Rejected")] if only_verified else rows

    def measures(self):
        """Return the measures that the user sees."""
        visible = {row.name for row in self.barriers()}
        return [row for row in self.rows("Measure") if row.barrier in visible]

    def full_name(self, user):
        """Return how a colleague is called."""
        return self.one("User", user).full_name


def fits_period(value, filters):
    """Say whether a day lies in the year and quarter of the filters."""
    text = str(value)
    if filters.get("year") and text[:4] != str(filters["year"]):
        return False
    return not filters.get("quarter") or f"Q{(int(text[5:7]) + 2) // 3}" == filters["quarter"]
