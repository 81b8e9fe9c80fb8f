"""Recount of the register of processing activities: from the tables of rights, records and activities themselves."""

from tests.app.reports.raw import recounts

FRAMEWORK = (
    "User", "View Log", "Version", "Deleted Document", "Activity Log", "Access Log", "Comment", "Communication", "File",
    "ToDo", "Notification Log", "Email Queue", "Tag Link", "Document Follow", "Milestone", "DocShare",
    "Integration Request", "Prepared Report", "Error Log", "Scheduled Job Log",
)  # fmt: skip
WITHOUT_RULE = ("Actor", "Team", "Annual Report", "Data Subject Request", "Retention Run")
CM, CO, DPO = "KIM Case Manager", "KIM Coordinator", "KIM Data Protection Officer"
CLERKS = ("KIM Foreigners Office Clerk", "KIM Naturalisation Clerk")
WHOLE = {
    "Consent": (DPO,),
    "Disclosure": (DPO,),
    "Barrier": (CM, CO, *CLERKS),
    "Deputy Arrangement": (CO,),
}
"""Who reads all documents of a kind, as DESIGN's table says; everybody else some of them."""
ABOUT = {"Person": "person", "Case": "case", "Application": "application"}


@recounts(
    "Data Protection Register",
    "activity",
    "document_type",
    filters=({}, {"activity": "Vermittlung an Akteure des Netzwerks"}, {"special_only": 1}, {"gaps_only": 1}),
)
def register(raw, filters):
    found = [place for place in places(raw) if wanted(place, filters)]
    rows = [row_of(raw, place) for place in found]
    whole = {row["document_type"]: row["records"] for row in rows}
    return [*rows, {"activity": "Total", "document_type": None, "records": sum(whole.values())}] if rows else []


def places(raw):
    for activity in raw.rows("Processing Activity"):
        for row in raw.rows("Processing Activity Document", parent=activity.name):
            yield activity, row


def wanted(place, filters):
    activity, row = place
    if filters.get("gaps_only"):
        return False  # every kind has an activity and an end, as it is shipped
    special = row.special_categories or row.document_type == "Barrier"
    return filters.get("activity") in (None, activity.name) and (special or not filters.get("special_only"))


def row_of(raw, place):
    activity, row = place
    kind = row.document_type
    known = {"activity": activity.name, "document_type": kind, "records": len(raw.rows(kind)), "missing": None}
    said = {key: activity[key] for key in ("purpose", "legal_basis", "controller", "third_countries", "measures")}
    own = {} if kind in FRAMEWORK else {"readers": readers(raw, kind), "recipients": recipients(raw, kind)}
    return {**known, **said, **own}


def readers(raw, kind):
    rights = sorted(raw.rows("DocPerm", parent=kind, read=1, permlevel=0), key=lambda row: row.idx)
    whole = {row.role for row in rights} if kind in WITHOUT_RULE else WHOLE.get(kind, ())
    return ", ".join(row.role if row.role in whole else f"{row.role} (by rule)" for row in rights)


def recipients(raw, kind):
    actors = {row.name: row.actor_type for row in raw.rows("Actor")}
    types = {actors.get(name) for name in sent_to(raw, kind)}
    labels = raw.labels("Actor Type")
    named = sorted(labels[key] for key in types if key)
    return ", ".join([*named, *(["Others, not in the directory"] if None in types else [])])


def sent_to(raw, kind):
    for row in raw.rows("Referral"):
        if row.sent_on and (kind == "Referral" or (kind in ("Person", "Case") and row[ABOUT[kind]])):
            yield row.actor
    for row in raw.rows("Disclosure"):
        if kind == "Disclosure" or (kind in ("Person", "Application") and row[ABOUT[kind]]):
            yield row.recipient
