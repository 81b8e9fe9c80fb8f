"""Recounts of what is told about cases and referrals."""

from collections import defaultdict
from datetime import datetime
from statistics import mean

from tests.app.reports.raw import day, fits_period, middle, moment, recounts

YEAR = datetime.now().year
ENDED = ("Closed", "Declined")


def of_team_and_area(raw, cases, filters):
    """Return the names of the cases that the filters choose."""
    return {
        row.name
        for row in cases
        if filters.get("team") in (None, row.team)
        and (
            not filters.get("life_area")
            or filters["life_area"] in raw.chosen("Life Area Choice", "life_area", "Case", row.name)
        )
    }


@recounts(
    "Case Flow", "phase",
    filters=(
        {}, {"year": YEAR}, {"year": YEAR - 1, "quarter": "Q4"}, {"team": "case_management"},
        {"life_area": "work"}, {"life_area": "childcare", "year": YEAR},
    ),
)  # fmt: skip
def case_flow(raw, filters):
    names = of_team_and_area(raw, raw.rows("Case") if raw.figures_only else raw.cases(), filters)
    days, waiting = defaultdict(lambda: defaultdict(float)), defaultdict(set)
    for period in raw.rows("State Period", parenttype="Case"):
        if period.parent in names and period.state not in ENDED and fits_period(day(period.entered_on), filters):
            so_far = (datetime.now() - moment(period.entered_on)).total_seconds() / 86400
            for phase in (period.state, "Total"):
                days[phase][period.parent] += period.days if period.left_on else so_far
                waiting[phase] |= set() if period.left_on else {period.parent}
    persons = {row.name: row.person for row in raw.rows("Case")}
    return [
        {
            **of_groups({"cases": found, "waiting": waiting[phase]}, persons),
            **{"phase": phase, **times(raw, list(found.values()))},
        }
        for phase, found in days.items()
    ]


def of_groups(groups, persons):
    """Return how many documents each group has, and for how many persons they stand."""
    numbers = {field: len(names) for field, names in groups.items()}
    return {**numbers, "persons_of": {field: len({persons[name] for name in names}) for field, names in groups.items()}}


def times(raw, values):
    """The longest stay is that of one person: only who may see the case is told."""
    longest = {} if raw.figures_only else {"longest": max(values)}
    return {"median": middle(values), "average": mean(values), **longest}


@recounts(
    "Referral Outcomes", "group",
    filters=(
        {}, {"group_by": "actor"}, {"group_by": "actor_type"}, {"group_by": "life_area", "year": YEAR},
        {"group_by": "actor", "life_area": "work"}, {"group_by": "life_area", "year": YEAR, "quarter": "Q2"},
    ),
)  # fmt: skip
def referral_outcomes(raw, filters):
    group_by, own = filters.get("group_by", "life_area"), {row.name for row in raw.cases()}
    labels = {"life_area": raw.labels("Life Area"), "actor_type": raw.labels("Actor Type")}.get(group_by, {})
    groups = defaultdict(list)
    for row in raw.rows("Referral"):
        visible = raw.figures_only or row.case in own
        wanted = filters.get("life_area") in (None, row.life_area) and fits_period(day(row.sent_on), filters)
        if row.sent_on and visible and wanted:
            value = raw.one("Actor", row.actor).actor_type if group_by == "actor_type" else row[group_by]
            groups[labels.get(value, value)].append(row)
            groups["Total"].append(row)
    outcomes = {row.outcome for row in groups["Total"]} - {None, ""}
    return [{"group": group, **of_referrals(rows, outcomes)} for group, rows in groups.items() if rows]


def of_referrals(rows, outcomes):
    answers = [(day(row.responded_on) - day(row.sent_on)).days for row in rows if row.responded_on]
    groups = {"sent": rows, "no_outcome": [row for row in rows if not row.outcome]}
    groups |= {f"outcome_{outcome}": [row for row in rows if row.outcome == outcome] for outcome in outcomes}
    names = {field: [row.name for row in some] for field, some in groups.items()}
    found = of_groups(names, {row.name: row.person for row in rows})
    found["persons_of"]["answer_days"] = len({row.person for row in rows if row.responded_on})
    return {**found, "answer_days": middle(answers) if answers else None}


@recounts("Caseload", "colleague", filters=({}, {"team": "case_management"}))
def caseload(raw, filters):
    loads, shares = defaultdict(lambda: defaultdict(list)), {}
    reached = defaultdict(set)
    for row in raw.rows("Team Member", parenttype="Team"):
        if row.post_percent:
            shares[row.user] = min(row.post_percent, shares.get(row.user, row.post_percent))
    for case in raw.rows("Case"):
        if case.workflow_state in ENDED or filters.get("team") not in (None, case.team):
            continue
        home = raw.one("Person", case.person).household
        reached[case.case_manager] |= {
            case.person,
            *(p.name for p in raw.rows("Person") if home and p.household == home),
        }
        load, late = loads[case.case_manager], case.next_review_on and day(case.next_review_on) < raw.today
        load["open_cases"].append(case.name)
        load["acute"] += [case.name] if case.priority == "Acute" else []
        load["overdue"] += [case.name] if late else []
    found, persons = [], {row.name: row.person for row in raw.rows("Case")}
    for user, load in loads.items():
        limit = round(raw.setting("caseload_warning") / raw.setting("full_post_percent") * shares.get(user, 100))
        warning = f"More than {limit} open cases" if limit and len(load["open_cases"]) > limit else ""
        row = {"colleague": raw.full_name(user), "persons": len(reached[user]), "warning": warning}
        found.append({**row, **of_groups({key: load[key] for key in LOAD}, persons)})
    every = {key: [name for load in loads.values() for name in load[key]] for key in LOAD}
    total = {"persons": sum(row["persons"] for row in found), **of_groups(every, persons)}
    return [*found, {"colleague": "Total", **total}]


LOAD = ("open_cases", "acute", "overdue")
