"""The ways to look at many documents: list, report, board, calendar, chart, search."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import choose, confirm, dialog, field, fill, form, go, menu, save, settle, shows

USER = "admin@kim.example"
PRIORITIES = ("High", "Medium", "Medium", "Low")


@pytest.fixture
def todos(admin, made):
    """Four tasks of the demo admin's: one of high, two of medium, one of low priority."""
    for number, priority in enumerate(PRIORITIES):
        task = {"description": f"Aufgabe {number}", "priority": priority, "allocated_to": USER, "date": "2026-11-20"}
        made.append(("ToDo", admin.insert("ToDo", **task)["name"]))
    return [name for _, name in made]


@pytest.fixture
def page(page_as, todos):
    return page_as(USER, allow=["Filter missing"])


def rows(page):
    return page.locator(".frappe-list:visible .list-row-container .list-row")


def test_a_list_is_filtered_and_the_filter_kept(page, admin, made):
    go(page, "List/ToDo/List")
    expect(rows(page)).to_have_count(4)
    page.locator(".filter-button:visible").click()
    name = page.locator(".filter-popover .fieldname-select-area input:visible")
    name.fill("")
    name.press_sequentially("Prior", delay=20)
    page.locator(".filter-popover li:visible").filter(has_text="Priorität").wait_for()
    name.press("Enter")
    page.locator(".filter-popover .filter-field select:visible").select_option("Medium")
    page.locator(".filter-popover .apply-filters:visible").click()
    expect(rows(page)).to_have_count(2)
    page.get_by_role("button", name="Gespeicherte Filter").click()
    page.get_by_text("Save Current Filter").or_(page.get_by_text("Aktuellen Filter speichern")).first.click()
    dialog(page).locator("input[type=text]:visible").first.fill("Mittlere")
    confirm(page)
    (kept,) = admin.get("List Filter", filters={"filter_name": "Mittlere"}, fields=["name", "filters"]).json()["data"]
    made.append(("List Filter", kept["name"]))
    assert "Medium" in kept["filters"]


def test_chosen_documents_are_changed_together(page, admin, todos):
    go(page, "List/ToDo/List")
    for number in (0, 1):
        rows(page).nth(number).locator(".list-row-checkbox").click()
    shows(page, "2 .*ausgewählt")
    page.locator(".actions-btn-group:visible > button").click()
    page.locator(".actions-btn-group .dropdown-menu:visible li").get_by_text("Bearbeiten", exact=True).click()
    field(page, "field").locator("select").select_option(label="Status (ToDo)")
    field(page, "value").locator("select").select_option("Closed")
    confirm(page)
    closed = admin.get("ToDo", filters={"name": ("in", todos), "status": "Closed"}).json()["data"]
    assert len(closed) == 2


def test_a_report_is_grouped_and_saved(page, admin, made):
    go(page, "List/ToDo/Report")
    page.get_by_role("button", name="Gruppierung hinzufügen").click()
    page.locator(".group-by-popover select:visible, .popover select:visible").first.select_option("priority")
    settle(page)
    page.keyboard.press("Escape")
    expect(page.locator(".dt-row-0:visible")).to_be_visible()
    menu(page, "Speichern unter")
    dialog(page).locator("input:visible").first.fill("Nach Rang")
    made.append(("Report", "Nach Rang"))
    confirm(page)
    page.wait_for_url("**/Nach%20Rang**")
    settle(page)
    counts = page.locator(".dt-cell__content:visible").all_inner_texts()
    assert {"Mittel", "2"} <= {text.strip() for text in counts}
    assert '"group_by"' in admin.get("Report", "Nach Rang").json()["data"]["json"]


def test_a_card_is_drawn_to_another_column_of_a_board(page, admin, made, todos):
    go(page, "List/ToDo/Kanban")
    fill(page, "board_name", "Priorität")
    made.append(("Kanban Board", "Priorität"))
    field(page, "field_name").locator("select").select_option("priority")
    confirm(page)
    columns = page.locator(".kanban-column:visible")
    expect(columns.nth(0).locator(".kanban-card-wrapper")).to_have_count(1)
    start = columns.nth(0).locator(".kanban-card-wrapper").bounding_box()
    end = columns.nth(2).bounding_box()
    page.mouse.move(start["x"] + 40, start["y"] + 20)
    page.mouse.down()
    page.mouse.move(start["x"] + 60, start["y"] + 30, steps=5)
    page.mouse.move(end["x"] + 80, end["y"] + 90, steps=15)
    page.wait_for_timeout(200)
    page.mouse.up()
    expect(columns.nth(2).locator(".kanban-card-wrapper")).to_have_count(2)
    settle(page)
    (moved,) = admin.get("ToDo", filters={"name": todos[0]}, fields=["priority"]).json()["data"]
    assert moved == {"priority": "Low"}


def test_days_drawn_in_the_calendar_become_an_event(page_as):
    page = page_as(USER)
    go(page, "List/Event/Calendar")
    days = page.locator(".fc-daygrid-day:visible")
    date = days.nth(9).get_attribute("data-date")
    start, end = days.nth(9).bounding_box(), days.nth(10).bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 50)
    page.mouse.down()
    page.mouse.move(end["x"] + 30, end["y"] + 50, steps=8)
    page.mouse.up()
    page.wait_for_function("() => window.cur_frm?.doctype === 'Event' && cur_frm.is_new()")
    settle(page)
    assert page.evaluate("() => cur_frm.doc.starts_on") == f"{date} 00:00:00"


def test_a_chart_and_a_card_stand_on_a_dashboard(page, admin, made):
    form(page, "Dashboard Chart")
    fill(page, "chart_name", "Nach Rang")
    made.append(("Dashboard Chart", "Nach Rang"))
    field(page, "chart_type").locator("select").select_option("Group By")
    choose(page, "document_type", "Aufgabe", "Aufgabe")
    page.evaluate(
        """() => cur_frm.set_value({document_type: "ToDo", group_by_based_on: "priority", group_by_type: "Count",
            type: "Bar", filters_json: "[]", is_public: 1})"""
    )
    save(page)
    card = {"label": "Offen", "document_type": "ToDo", "function": "Count", "filters_json": "[]", "is_public": 1}
    made.append(("Number Card", admin.insert("Number Card", **card)["name"]))
    form(page, "Dashboard")
    fill(page, "dashboard_name", "Übersicht")
    page.evaluate(
        """card => { cur_frm.doc.charts = []; cur_frm.add_child("charts", {chart: "Nach Rang", width: "Full"});
            cur_frm.add_child("cards", {card}); cur_frm.refresh_fields() }""",
        made[-1][1],
    )
    made.append(("Dashboard", save(page)))
    go(page, "dashboard-view/Übersicht")
    expect(page.locator(".dashboard-graph:visible svg .bar").first).to_be_visible()
    expect(page.locator(".number-widget-box:visible .number")).to_contain_text("4")


def test_the_search_bar_leads_to_lists_and_finds_what_was_written(page, admin, todos):
    page.keyboard.press("Control+k")
    page.locator(".modal.show input").first.type("Aufgabe List", delay=20)
    page.locator(".modal.show [role=option], .modal.show .awesomplete li").filter(has_text="Aufgabe").first.click()
    page.wait_for_url("**/desk/todo**")
    expect(rows(page).first).to_be_visible()


def test_a_script_report_runs_with_its_filters(page, todos):
    go(page, "query-report/Permitted Documents For User")
    page.evaluate("user => frappe.query_report.set_filter_value({user, doctype: 'ToDo'})", USER)
    settle(page)
    shows(page, todos[0])
    assert page.evaluate("() => frappe.query_report.data.length") > 0


def test_chosen_fields_are_exported(page_as):
    page = page_as("Administrator")
    go(page, "Form/Data Export")
    choose(page, "reference_doctype", "Akteur", "Akteur")
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").locator("visible=true").first.click()
    assert "Beispiel-Schuldnerberatung" in download.value.path().read_text(encoding="utf-8-sig")


def test_a_list_learns_of_what_others_write(page, admin, made):
    go(page, "List/ToDo/List")
    expect(rows(page)).to_have_count(4)
    made.append(("ToDo", admin.insert("ToDo", description="Von nebenan", allocated_to=USER)["name"]))
    expect(rows(page)).to_have_count(5)


def test_list_and_form_fit_a_telephone(page_as, todos):
    page = page_as(USER, width=390, height=844)
    for route in ("List/ToDo/List", f"Form/ToDo/{todos[0]}"):
        go(page, route)
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth"), route
    expect(page.locator(".page-container:visible .btn-primary:visible").first).to_be_in_viewport()
    expect(field(page, "priority").locator("select")).to_be_in_viewport()
