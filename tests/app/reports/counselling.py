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
    return [
        {"phase": phase, "cases": len(found), "waiting": len(waiting[phase]), **times(list(found.values()))}
        for phase, found in days.items()
    ]


def times(values):
    return {"median": middle(values), "average": mean(values), "longest": max(values)}


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
    return {
        "sent": len(rows),
        "no_outcome": sum(not row.outcome for row in rows),
        "answer_days": middle(answers) if answers else None,
        **{f"outcome_{outcome}": sum(row.outcome == outcome for row in rows) for outcome in outcomes},
    }


@recounts("Caseload", "colleague", filters=({}, {"team": "case_management"}))
def caseload(raw, filters):
    loads, shares = defaultdict(lambda: defaultdict(int)), {}
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
        load = loads[case.case_manager]
        load["open_cases"] += 1
        load["acute"] += case.priority == "Acute"
        load["overdue"] += bool(case.next_review_on) and day(case.next_review_on) < raw.today
    found = []
    for user, load in loads.items():
        limit = round(raw.setting("caseload_warning") / raw.setting("full_post_percent") * shares.get(user, 100))
        warning = f"More than {limit} open cases" if limit and load["open_cases"] > limit else ""
        row = {"colleague": raw.full_name(user), "persons": len(reached[user]), "warning": warning}
        found.append({**row, **{key: load[key] for key in ("open_cases", "acute", "overdue")}})
    total = {key: sum(row[key] for row in found) for key in ("persons", "open_cases", "acute", "overdue")}
    return [*found, {"colleague": "Total", **total}]
