"""Charts and number cards show each user the own figures, in German."""

import json
from pathlib import Path

import pytest

from kim_app import charts
from kim_app.applications.states import FINAL, SUSPENDED
from kim_app.network import verification
from tests.app.test_doctypes import APP

CARDS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(APP.glob("kim/number_card/*/*.json"))]
CHARTS = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(APP.glob("kim/dashboard_chart/*/*.json"))]
WORKSPACES = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(Path(APP).glob("kim/workspace/*/*.json"))]


def test_the_framework_is_asked_through_the_guard(site):
    asked = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
    assert site.get_hooks("override_whitelisted_methods")[asked][-1] == "kim_app.charts.get"


def test_a_chart_never_shows_what_another_may_see(site, world, acting):
    with acting(world.users["cm1"]):
        assert charts.get("My Cases by Phase")["datasets"][0]["values"] == [1]
    with acting(world.users["cm2"]):
        assert charts.get("My Cases by Phase") is None


@pytest.mark.parametrize("who", ["clerk_f", "coordinator", "steering", "admin", "manager", "officer", "nobody"])
def test_a_chart_is_refused_to_those_who_may_not_read_what_it_counts(site, world, acting, who):
    with acting(world.users[who]), pytest.raises(site.PermissionError):
        charts.get("My Cases by Phase")


def test_states_in_charts_are_german(site, world, acting):
    with acting(world.users["cm1"]):
        site.local.lang = "de"
        assert charts.get("My Cases by Phase")["labels"] == ["Anfrage"]


@pytest.mark.parametrize("name", [record["name"] for record in CHARTS])
def test_every_chart_can_be_drawn_as_the_desk_asks_for_it(site, name):
    nothing = dict.fromkeys(("from_date", "to_date", "timespan", "time_interval", "heatmap_year"), "")
    config = charts.get(name, refresh="1", **nothing)
    assert config is None or len(config["labels"]) == len(config["datasets"][0]["values"])


@pytest.mark.parametrize("record", [pytest.param(record, id=record["name"]) for record in CARDS + CHARTS])
def test_cards_and_charts_count_what_is_there(site, record):
    for field in json.loads(record["filters_json"]) + json.loads(record["dynamic_filters_json"]):
        assert field[0] == record["document_type"]
        assert site.get_meta(field[0]).has_field(field[1])
    grouped = record.get("group_by_based_on")
    assert not grouped or site.get_meta(record["document_type"]).has_field(grouped)


@pytest.mark.parametrize("workspace", [pytest.param(record, id=record["name"]) for record in WORKSPACES])
def test_a_workspace_offers_what_its_roles_may_read(site, workspace):
    roles = {row["role"] for row in workspace["roles"]} - {"System Manager"}
    counted = {card["number_card_name"] for card in workspace["number_cards"]}
    counted = {record["document_type"] for record in CARDS if record["name"] in counted}
    linked = {row["link_to"] for row in workspace["shortcuts"] if row["type"] == "DocType"}
    for doctype in counted | (linked if workspace["name"] not in ("KIM", "Configuration") else set()):
        readers = {row.role for row in site.get_meta(doctype).permissions if row.read and not row.permlevel}
        assert roles <= readers, doctype
    for row in workspace["shortcuts"]:
        if row["type"] == "Report":
            assert roles <= {role.role for role in site.get_doc("Report", row["link_to"]).roles}, row["link_to"]


@pytest.mark.parametrize("workspace", [pytest.param(record, id=record["name"]) for record in WORKSPACES])
def test_a_workspace_shows_what_it_names(workspace):
    named = {block["data"].get("number_card_name") for block in json.loads(workspace["content"])} - {None}
    assert named == {card["number_card_name"] for card in workspace["number_cards"]}
    charted = {block["data"].get("chart_name") for block in json.loads(workspace["content"])} - {None}
    assert charted == {chart["chart_name"] for chart in workspace["charts"]}


@pytest.mark.parametrize(
    "record", [pytest.param(row, id=row["name"]) for row in CARDS + CHARTS if row["document_type"] == "Application"]
)
def test_an_application_in_a_state_that_an_administrator_added_counts_as_open(record):
    asked = [row[2:] for row in json.loads(record["filters_json"]) if row[1] == "workflow_state"]
    assert asked in ([], [["=", SUSPENDED]], [["not in", [*FINAL, SUSPENDED]]])


def test_actors_to_confirm_are_those_of_the_setting_and_those_never_confirmed(site, make):
    make("Actor", actor_name="Nie bestätigt", actor_type="other", verified_on=None)
    (card,) = (record for record in CARDS if record["name"] == "Actors to Confirm")
    ((_doctype, fieldname, comparison, expression),) = json.loads(card["dynamic_filters_json"])
    assert (fieldname, comparison) == ("verified_on", "<")
    assert "frappe.boot.kim_actor_verification_months" in expression
    filters = [*json.loads(card["filters_json"]), ["Actor", fieldname, comparison, verification.oldest_confirmed_day()]]
    counted = site.get_list("Actor", filters=filters, pluck="name", limit=0)
    assert "Nie bestätigt" in counted
    assert sorted(counted) == sorted(row.name for row in verification.unconfirmed())
