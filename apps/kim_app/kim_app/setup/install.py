"""What happens when the app is installed, and after each migrate.

Both are safe to repeat: configuration is given to a site once and belongs to its administrator from then on.
"""

import json
from pathlib import Path

from kim_app.figures.workspaces import show_all
from kim_app.roles import RIGHTS, ROLES
from kim_app.settings import seed_defaults
from kim_app.setup.boards import boards
from kim_app.setup.fields import give_fields
from kim_app.setup.rights import give_rights_once
from kim_app.setup.seed import seed_once
from kim_app.setup.site import make_ready
from kim_app.setup.tables import seed_tables_once
from kim_app.setup.workflows import actions, states, workflows

LISTS = Path(__file__).parent / "lists"
"""One JSON file for each list DocType, named as its folder."""

LIST_DOCTYPES = (
    "Life Area",
    "Legal Circle",
    "Residence Title",
    "Spoken Language",
    "Barrier Category",
    "Closing Reason",
    "Team",
    "Actor Type",
    "Case Source",
    "Referral Reason",
    "Referral Outcome",
    "Contact Channel",
    "Legal Notice",
    "Application Type",
)


def after_install() -> None:
    """Make a new site ready for work, without the setup wizard."""
    make_ready()
    seed()


def after_migrate() -> None:
    """Give the site what a new release brings along, and its workspaces the charts of its statistics again."""
    seed()
    show_all()


def seed() -> None:
    """Insert roles, rights, lists and workflows that this site was never given before."""
    seed_once("Role", [{"role_name": role, "desk_access": 1} for role in (*ROLES, *RIGHTS)])
    give_rights_once()
    for doctype in LIST_DOCTYPES:
        seed_once(doctype, read_list(doctype))
    seed_once("Retention Rule", read_rules())
    seed_once("Report Topic", read_topics())
    seed_once("Processing Activity", read_activities())
    seed_defaults()
    seed_tables_once()
    give_fields()
    seed_once("Workflow State", states())
    seed_once("Workflow Action Master", actions())
    seed_once("Workflow", workflows())
    seed_once("Kanban Board", boards())


def read_list(doctype: str) -> list[dict]:
    """Read the records that a list starts with; their order in the file is their sort order."""
    path = LISTS / f"{doctype.lower().replace(' ', '_')}.json"
    records = json.loads(path.read_text(encoding="utf-8"))
    return [{"sort_order": 10 * number, **record} for number, record in enumerate(records, start=1)]


def read_rules() -> list[dict]:
    """Read the Retention Rules that a site starts with; the data protection officer changes them."""
    return json.loads((LISTS.parent / "rules" / "retention_rule.json").read_text(encoding="utf-8"))


def read_activities() -> list[dict]:
    """Read the processing activities that a site starts with; the data protection officer changes them."""
    activities = json.loads((LISTS.parent / "rules" / "processing_activity.json").read_text(encoding="utf-8"))
    return [{"sort_order": 10 * number, **activity} for number, activity in enumerate(activities, start=1)]


def read_topics() -> list[dict]:
    """Read the topics of the annual report that a site starts with; coordinators change them."""
    topics = json.loads((LISTS.parent / "rules" / "report_topic.json").read_text(encoding="utf-8"))
    return [{"sort_order": 10 * number, **topic} for number, topic in enumerate(topics, start=1)]
