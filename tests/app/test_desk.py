"""The Desk opens with KIM, under KIM's name, and offers each role what it may read."""

import json

import pytest

from frappe.boot import get_bootinfo
from frappe.desk.desktop import get_desktop_page

from kim_app.boot import WORKSPACES
from kim_app.roles import ROLES
from tests.app.test_doctypes import APP, MAIN


@pytest.fixture
def boot(site, user_with):
    """Return a function that gives the start data of the Desk for a new user with the given roles."""

    def start(*roles):
        site.set_user(user_with(*roles))
        site.local.session.data = site._dict()
        return get_bootinfo()

    return start


@pytest.mark.parametrize("role", ROLES)
def test_the_home_of_each_role_is_kim(boot, role):
    info = boot(role)
    assert info.home_page == "Workspaces"
    assert info.user["default_workspace"]["name"] == WORKSPACES[role]
    assert {page["name"] for page in info.workspaces["pages"]} == {"KIM", WORKSPACES[role]}
    assert [icon["label"] for icon in info.desktop_icons] == ["KIM"]


@pytest.mark.parametrize("role", ROLES)
def test_the_sidebar_of_kim_stays_in_view(boot, role):
    sidebars = boot(role).workspace_sidebar_item
    assert "kim" in sidebars
    assert not {workspace.lower() for workspace in WORKSPACES.values()} & set(sidebars)


def test_a_role_whose_workspace_was_removed_begins_with_all_of_kim(site, boot):
    site.delete_doc("Workspace", "Steering Group", force=True)
    assert boot("KIM Steering Member").user["default_workspace"]["name"] == "KIM"


@pytest.mark.parametrize("role", ["KIM Case Manager", "KIM Foreigners Office Clerk", "KIM Naturalisation Clerk"])
@pytest.mark.parametrize("taking_part", [0, 1])
def test_applications_are_offered_only_where_the_offices_take_part(site, boot, role, taking_part):
    settings = site.get_doc("KIM Settings")
    settings.building_block_3 = taking_part
    settings.save()
    info = boot(role)
    offered = {item["link_to"] for item in info.workspace_sidebar_item["kim"]["items"]}
    offered |= {page["name"] for page in info.workspaces["pages"]} | {info.user["default_workspace"]["name"]}
    offered |= {*info.user["can_read"], *info.user["can_search"], *info.user["can_create"]}
    hidden = {"Application"} | ({"Residence and Naturalisation"} if role != "KIM Case Manager" else set())
    assert offered & {"Application", "Residence and Naturalisation"} == (hidden if taking_part else set())
    assert {"Person", "KIM"} <= offered


def test_what_is_set_is_told_to_desks_that_were_started_before(site):
    site.cache.hset("bootinfo", "casemanagement1@kim.example", {"building_block_3": 1})
    site.get_doc("KIM Settings").save()
    assert not site.cache.hget("bootinfo", "casemanagement1@kim.example")


def test_a_default_workspace_of_ones_own_stays(site, user_with):
    user = user_with("KIM Case Manager")
    site.db.set_value("User", user, "default_workspace", "Users")
    site.set_user(user)
    site.local.session.data = site._dict()
    assert get_bootinfo().user["default_workspace"]["name"] == "Users"


def test_who_has_no_role_in_kim_keeps_the_home_of_the_framework(boot):
    assert boot().home_page != "Workspaces"


def test_system_manager_keeps_the_workspaces_of_the_framework(boot):
    names = [page["name"] for page in boot("KIM Administrator", "System Manager").workspaces["pages"]]
    assert "KIM" in names
    assert "Build" in names


TOOLS = {"Data Import", "Workflow", "Customize Form", "permission-manager"}
"""What the workspace offers of the framework, to those who have a right to it."""


@pytest.mark.parametrize("role", ROLES)
def test_the_workspace_offers_what_the_role_may_read(boot, site, role):
    boot(role)
    page = get_desktop_page(json.dumps({"name": "KIM", "title": "KIM", "public": 1}))
    offered = {link["link_to"] for card in page["cards"]["items"] for link in card["links"]}
    framework = offered & TOOLS
    assert framework == ({"Data Import"} if role == "KIM Coordinator" else set())
    readable = {
        doctype["name"]
        for doctype in MAIN
        if any(row["role"] == role and row.get("read") for row in doctype["permissions"])
    }
    assert offered - framework == readable


WHO_SEES = [
    (workspace["name"], role["role"])
    for workspace in (json.loads(path.read_text(encoding="utf-8")) for path in APP.glob("kim/workspace/*/*.json"))
    for role in workspace["roles"]
]


@pytest.mark.parametrize(("workspace", "role"), WHO_SEES)
def test_no_heading_of_a_workspace_stands_above_nothing(boot, site, workspace, role):
    boot(role)
    # Blocks name what they show in English, and the page would tell its German name.
    site.local.lang = "en"
    page = get_desktop_page(json.dumps({"name": workspace, "title": workspace, "public": 1}))
    offered = {item.get("label") for part in page.values() if part for item in part.get("items", ())}
    below, heading = {}, None
    for block in json.loads(site.get_doc("Workspace", workspace).content):
        if block["type"] == "header":
            heading = block["data"]["text"]
            below[heading] = []
        elif heading and offered & set(map(str, block["data"].values())):
            below[heading].append(block["type"])
    assert all(below.values()), below


@pytest.mark.parametrize("workspace", ["coordination", "steering_group"])
def test_pictures_come_first_where_figures_are_the_work(workspace):
    record = json.loads((APP / f"kim/workspace/{workspace}/{workspace}.json").read_text(encoding="utf-8"))
    kinds = [block["type"] for block in json.loads(record["content"])]
    pictures = [place for place, kind in enumerate(kinds) if kind in ("number_card", "chart")]
    ways = [place for place, kind in enumerate(kinds) if kind in ("shortcut", "card")]
    assert len(pictures) > 8
    assert ways and max(pictures) < min(ways)


def test_workspace_and_sidebar_lead_to_every_doctype():
    workspace = json.loads((APP / "kim/workspace/kim/kim.json").read_text(encoding="utf-8"))
    sidebar = json.loads((APP / "workspace_sidebar/kim.json").read_text(encoding="utf-8"))
    main = {doctype["name"] for doctype in MAIN}
    assert {row.get("link_to") for row in workspace["links"] if row["type"] == "Link"} == main | TOOLS
    assert {row.get("link_to") for row in sidebar["items"] if row["type"] == "Link"} == main | {
        "KIM",
        "Data Protection Register",
        *WORKSPACES.values(),
    }
    shortcuts = {row["link_to"] for row in workspace["shortcuts"]}
    assert shortcuts == {"Person", "Case", "Referral", "Application", "Actor", "Meeting"}


def test_the_desk_bears_the_name_of_kim(site):
    from frappe.core.doctype.navbar_settings.navbar_settings import get_app_logo

    assert site.get_website_settings("app_name") == "KIM"
    assert get_app_logo() == "/assets/kim_app/images/kim-logo.svg"
    assert (APP / "public" / "images" / "kim-logo.svg").exists()


@pytest.mark.parametrize("doctype", ["Number Card", "Dashboard Chart"])
def test_filters_of_cards_and_charts_have_four_parts(site, doctype):
    """The Desk drops the last filter of all when the first has a fifth part."""
    for name, filters in site.get_all(
        doctype, filters={"module": "KIM"}, fields=["name", "filters_json"], as_list=True
    ):
        rows = json.loads(filters or "[]")
        assert all(len(row) == 4 for row in rows), name
