"""Recounts of what is told about network, barriers, measures, and of what the data protection officer reads."""

from collections import defaultdict
from datetime import date, timedelta

from tests.app.reports.counselling import of_groups
from tests.app.reports.raw import day, middle, recounts

OVER = ("Resolved", "Rejected")
NO_CASES = {"KIM Foreigners Office Clerk", "KIM Naturalisation Clerk"}


def entries_of_the_directory(raw, filters):
    """Return (actor, offer or None, areas, languages) of what is in use; an offer takes over what it does not say."""
    found = []
    late = {row.name for row in raw.rows("Actor") if is_late(raw, row)}
    for actor in raw.rows("Actor", active=1, accepts_referrals=1):
        if filters.get("confirmed_only") and actor.name in late:
            continue
        if filters.get("engagement") and actor.engagement not in (filters["engagement"], "Both"):
            continue
        offers = [
            offer
            for offer in raw.rows("Offer", active=1, actor=actor.name)
            if not offer.valid_until or day(offer.valid_until) >= raw.today
        ]
        own = [raw.chosen(*table, "Actor", actor.name) for table in TABLES]
        found.append((actor, None, *own))
        for offer in offers:
            said = [raw.chosen(*table, "Offer", offer.name) for table in TABLES]
            found.append((actor, offer, *(said[n] or own[n] for n in range(2))))
    return found, late


TABLES = (("Life Area Choice", "life_area"), ("Language Choice", "language"))


def is_late(raw, actor):
    months = raw.today.year * 12 + raw.today.month - 1 - raw.setting("actor_verification_months")
    year, month = months // 12, months % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return not actor.verified_on or day(actor.verified_on) < date(year, month, min(raw.today.day, last))


@recounts(
    "Network Coverage", "life_area",
    filters=(
        {}, {"measure": "Offers"}, {"measure": "Actors"}, {"confirmed_only": 1},
        {"engagement": "Volunteer", "measure": "Actors"},
    ),
)  # fmt: skip
def network_coverage(raw, filters):
    entries, late = entries_of_the_directory(raw, filters)
    areas = {row.name: row.label for row in raw.rows("Life Area") if row.active}
    languages = {language for entry in entries for language in entry[3]}
    groups = {label: [entry for entry in entries if area in entry[2]] for area, label in areas.items()}
    groups |= {"Not Specified": [entry for entry in entries if not entry[2]], "Total": entries}
    found = []
    for label, some in groups.items():
        if not some and label == "Not Specified":
            continue
        row = {"life_area": label, "unconfirmed": len({entry[0].name for entry in some} & late), **of_entries(some)}
        for language in languages:
            speaking = of_entries([entry for entry in some if language in entry[3]])
            measure = {"Offers": "offers", "Actors": "actors"}.get(filters.get("measure"), "free_places")
            empty = not (speaking["actors"] if measure == "actors" else speaking["offers"])
            row[f"language_{language}"] = None if empty else speaking[measure]
        found.append(row)
    return found


def of_entries(entries):
    offers = {offer.name: offer.free_places or 0 for _actor, offer, *_rest in entries if offer}
    actors = {actor.name for actor, *_rest in entries}
    return {"actors": len(actors), "offers": len(offers), "free_places": sum(offers.values())}


BARRIER_TABLES = {"life_areas": ("Life Area Choice", "life_area", "Life Area"),
                  "legal_circles": ("Legal Circle Choice", "legal_circle", "Legal Circle")}  # fmt: skip


@recounts(
    "Barriers", "group",
    filters=(
        {}, *({"group_by": one} for one in ("category", "level", "workflow_state", "life_areas", "legal_circles")),
        {"open_only": 1}, {"level": "Municipality", "group_by": "category"}, {"life_area": "language"},
        {"workflow_state": "Resolved"},
    ),
)  # fmt: skip
def barriers(raw, filters):
    groups = defaultdict(list)
    for row in raw.barriers():
        if not wanted_barrier(raw, row, filters):
            continue
        for label in {*labels_of_barrier(raw, row, filters.get("group_by"))}:
            groups[label].append(row)
        groups["Total"].append(row)
    return [{"group": label, **of_barriers(raw, rows)} for label, rows in groups.items()]


def wanted_barrier(raw, row, filters):
    state = filters.get("workflow_state")
    in_state = row.workflow_state == state if state else row.workflow_state not in (
        OVER if filters.get("open_only") else OVER[1:]
    )  # fmt: skip
    area = filters.get("life_area")
    with_area = not area or area in raw.chosen("Life Area Choice", "life_area", "Barrier", row.name)
    return in_state and with_area and filters.get("level") in (None, row.level)


def labels_of_barrier(raw, row, group_by):
    if group_by in BARRIER_TABLES:
        table, field, doctype = BARRIER_TABLES[group_by]
        return [raw.labels(doctype)[one] for one in raw.chosen(table, field, "Barrier", row.name)] or ["Not Specified"]
    if group_by == "category":
        return [raw.labels("Barrier Category")[row.category]]
    return [(row[group_by] or "Not Specified") if group_by else row.title]


def of_barriers(raw, rows):
    names = {row.name for row in rows}
    measures = [measure for measure in raw.rows("Measure") if measure.barrier in names]
    ages = []
    for row in rows:
        periods = raw.rows("State Period", parenttype="Barrier", parent=row.name)
        ends = [day(period.entered_on) for period in periods if period.state in OVER and not period.left_on]
        ages.append(((ends[0] if ends else raw.today) - day(row.creation)).days)
    cases = [
        {each.case for each in raw.rows("Barrier Occurrence", parenttype="Barrier", parent=name) if each.case}
        for name in names
    ]
    return {
        "occurrences": sum(map(len, cases)),
        "age": round(middle(ages)),
        "measures": len(measures),
        "measures_open": sum((measure.progress or 0) < 100 for measure in measures),
        "barriers": len(names),
        "open": sum(row.workflow_state not in OVER for row in rows),
    }


@recounts(
    "Measures and Effects", "title",
    filters=({}, {"effect": "Yes"}, {"effect": "Not Checked"}, {"open_only": 1}, {"category": "waiting"}),
)  # fmt: skip
def measures_and_effects(raw, filters):
    found = []
    for row in raw.measures():
        barrier, effect = raw.one("Barrier", row.barrier), row.effect or "Not Checked"
        is_wanted = filters.get("effect") in (None, effect) and filters.get("category") in (None, barrier.category)
        if not is_wanted or (filters.get("open_only") and row.progress >= 100):
            continue
        late = row.progress < 100 and not row.checked_on and day(row.due_on) < raw.today
        shown = {"barrier_title": barrier.title, "progress": row.progress, "overdue": int(late)}
        if not raw.roles & NO_CASES:
            shown |= around(raw, row)
        found.append({"title": row.title, "due_on": day(row.due_on), "effect_in_words": effect, **shown})
    return found


def around(raw, measure):
    """Count the cases that first met the barrier in the months around the one in which a measure was due."""
    first = {}
    for row in raw.rows("Barrier Occurrence", parenttype="Barrier", parent=measure.barrier):
        if row.case and row.noticed_on:
            first[row.case] = min(day(row.noticed_on), first.get(row.case, day(row.noticed_on)))
    due, months = number_of(day(measure.due_on)), raw.setting("effect_check_months")
    groups = {
        "before": [case for case, noticed in first.items() if due - months < number_of(noticed) <= due],
        "after": [case for case, noticed in first.items() if due < number_of(noticed) <= due + months],
    }
    found = of_groups(groups, {row.name: row.person for row in raw.rows("Case")})
    return found if number_of(raw.today) > due else {**found, "after": None}


def number_of(some_day):
    return some_day.year * 12 + some_day.month
