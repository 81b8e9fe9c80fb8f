"""The names of the roles, in one place."""

CASE_MANAGER = "KIM Case Manager"
COORDINATOR = "KIM Coordinator"
FOREIGNERS_OFFICE_CLERK = "KIM Foreigners Office Clerk"
NATURALISATION_CLERK = "KIM Naturalisation Clerk"
STEERING_MEMBER = "KIM Steering Member"
ADMINISTRATOR = "KIM Administrator"
DATA_PROTECTION_OFFICER = "KIM Data Protection Officer"

ROLES = (
    CASE_MANAGER,
    COORDINATOR,
    FOREIGNERS_OFFICE_CLERK,
    NATURALISATION_CLERK,
    STEERING_MEMBER,
    ADMINISTRATOR,
    DATA_PROTECTION_OFFICER,
)

REOPENING = "KIM Reopening"
CONSENT_OVERRIDE = "KIM Consent Override"

RIGHTS = (REOPENING, CONSENT_OVERRIDE)
"""Rights that are given to a person in addition to a role: reopen a closed case, refer without consent."""

OFFICE_OF_CLERK = {
    FOREIGNERS_OFFICE_CLERK: "Foreigners Office",
    NATURALISATION_CLERK: "Naturalisation Office",
}
"""Which `Application Type.office` a clerk's role stands for."""
