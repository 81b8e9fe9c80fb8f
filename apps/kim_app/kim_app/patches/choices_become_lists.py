"""Kinds of actors, sources, reasons and outcomes were fixed choices and are lists now: old values become their keys."""

import frappe

ACTOR_TYPES = {
    "Municipal Office": "city",
    "Foreigners Office": "abh",
    "Naturalisation Office": "ebh",
    "Municipal Integration Centre": "ki",
    "Jobcenter": "jobcenter",
    "Employment Agency": "agency",
    "Youth Welfare Office": "youth",
    "Social Welfare Office": "social",
    "Health Office": "health",
    "School": "school",
    "Adult Education Centre": "vhs",
    "Language Course Provider": "course",
    "University": "university",
    "Chamber": "chamber",
    "Employer": "employer",
    "Migration Counselling (MBE)": "mbe",
    "Youth Migration Service (JMD)": "jmd",
    "Integration Agency": "ia",
    "Refugee Counselling": "refugee",
    "Welfare Association": "welfare",
    "Migrant Organisation": "mso",
    "Religious Community": "faith",
    "Volunteer Initiative": "volunteer",
    "Women's Shelter": "shelter",
    "Debt Counselling": "debt",
    "Medical Practice or Clinic": "medical",
    "Psychosocial Centre": "psz",
    "Police": "police",
    "BAMF": "bamf",
    "Land Authority": "land",
    "Other": "other",
}
SOURCES = {
    **ACTOR_TYPES,
    "Self": "self",
    "Family or Friends": "family",
    "Volunteer": "volunteer",
    "Outreach": "outreach",
    "Other KIM Case": "kim_case",
}
REASONS = {
    "Information": "information",
    "Specialist Counselling": "counselling",
    "Benefit Claim": "claim",
    "Course Place": "course",
    "Job Placement": "placement",
    "Therapy": "therapy",
    "Legal Advice": "legal",
    "Escort": "escort",
    "Housing Search": "housing",
}
OUTCOMES = {
    "Helped": "helped",
    "Partly Helped": "partly",
    "Waiting List": "waiting",
    "Not Responsible": "not_responsible",
    "No Place": "full",
    "Formally Rejected": "formal",
    "Did Not Attend": "absent",
    "No Answer": "silent",
    "Consent Withdrawn": "withdrawn",
}
CHANGES = (
    ("Actor", "actor_type", ACTOR_TYPES),
    ("Case", "source", SOURCES),
    ("Referral", "reason", REASONS),
    ("Referral", "outcome", OUTCOMES),
)


def execute() -> None:
    """Replace the old values; the lists themselves are given to the site after the patches."""
    for doctype, fieldname, keys in CHANGES:
        for old, key in keys.items():
            frappe.db.set_value(doctype, {fieldname: old}, fieldname, key, update_modified=False)
