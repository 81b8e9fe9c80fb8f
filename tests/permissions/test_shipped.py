"""What is shipped for the Desk is offered only to roles that may read what it shows."""

import json
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "apps" / "kim_app" / "kim_app" / "kim"


def shipped(folder):
    files = [path for path in sorted(APP.glob(f"{folder}/*/*.json"))]
    records = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    return [pytest.param(record, id=record["name"]) for record in records]


def readers(site, doctype):
    return {row.role for row in site.get_meta(doctype).permissions if row.read and not row.permlevel}


@pytest.mark.parametrize("report", shipped("report"))
def test_a_report_is_for_roles_that_may_read_and_report_its_doctype(site, report):
    rows = site.get_meta(report["ref_doctype"]).permissions
    reporters = {row.role for row in rows if row.read and row.report and not row.permlevel}
    roles = {row["role"] for row in report["roles"]}
    assert roles, "a report without roles is open to every reader of its DocType"
    assert roles <= reporters


@pytest.mark.parametrize("print_format", shipped("print_format"))
def test_a_print_format_belongs_to_a_doctype_that_somebody_may_print(site, print_format):
    rows = site.get_meta(print_format["doc_type"]).permissions
    assert any(row.read and row.print for row in rows)
    assert print_format["module"] == "KIM"


@pytest.mark.parametrize("workspace", shipped("workspace"))
def test_each_role_of_a_workspace_finds_something_in_it(site, workspace):
    offered = {row["link_to"] for row in (*workspace["shortcuts"], *workspace["links"]) if row.get("link_to")}
    doctypes = {name for name in offered if site.db.exists("DocType", name)}
    assert workspace["roles"], "a workspace without roles is open to everybody"
    for role in (row["role"] for row in workspace["roles"]):
        assert any(role in readers(site, doctype) for doctype in doctypes), role


@pytest.mark.parametrize("record", [*shipped("number_card"), *shipped("dashboard_chart")])
def test_cards_and_charts_count_what_some_role_of_kim_may_read(site, record):
    if record.get("document_type"):
        assert any(role.startswith("KIM ") for role in readers(site, record["document_type"]))
    else:
        assert record.get("report_name") or record.get("method") or record.get("source")


def test_something_is_shipped_of_each_kind():
    assert all(shipped(folder) for folder in ("report", "workspace", "number_card", "dashboard_chart"))
