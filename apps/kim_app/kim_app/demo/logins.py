"""The eight logins of a training site. All names are invented."""

from kim_app.roles import (
    ADMINISTRATOR,
    CASE_MANAGER,
    COORDINATOR,
    DATA_PROTECTION_OFFICER,
    FOREIGNERS_OFFICE_CLERK,
    NATURALISATION_CLERK,
    STEERING_MEMBER,
)

LOGINS = (
    # Frappe asks for System Manager by name where workflows, forms and logins are changed.
    {"user": "admin@kim.example", "full_name": "Adina Admin", "role": ADMINISTRATOR, "also": ("System Manager",)},
    {"user": "koordination@kim.example", "full_name": "Konrad Koordination", "role": COORDINATOR},
    {"user": "casemanagement1@kim.example", "full_name": "Carla Casemanagement", "role": CASE_MANAGER},
    {"user": "casemanagement2@kim.example", "full_name": "Cem Casemanagement", "role": CASE_MANAGER},
    {"user": "auslaenderamt@kim.example", "full_name": "Axel Ausländeramt", "role": FOREIGNERS_OFFICE_CLERK},
    {"user": "einbuergerung@kim.example", "full_name": "Edda Einbürgerung", "role": NATURALISATION_CLERK},
    {"user": "lenkungsgruppe@kim.example", "full_name": "Lena Lenkungsgruppe", "role": STEERING_MEMBER},
    {"user": "datenschutz@kim.example", "full_name": "Dora Datenschutz", "role": DATA_PROTECTION_OFFICER},
)
