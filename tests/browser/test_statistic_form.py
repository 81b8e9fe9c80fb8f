"""A coordinator builds a statistic: filters are ticked, the result stands once, and its picture is true."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import dialog, field, form, save, settle
from tests.rest import Client

COORDINATOR = "koordination@kim.example"
RESULT = ".page-container:visible [data-fieldname=result]"


@pytest.fixture
def store(server, made):
    """Return a function that stores a statistic of the coordinator."""

    def insert(**values):
        record = Client(server, COORDINATOR).insert("Statistic", **values)
        made.append(("Statistic", record["name"]))
        return record["name"]

    return insert


def test_filters_are_ticked_and_the_result_stands_once(page_as, store):
    name = store(title="Nach Dringlichkeit", document_type="Case", row_field="priority")
    page = page_as(COORDINATOR)
    form(page, "Statistic", name)
    page.locator(".page-container:visible .form-tabs .nav-link").filter(has_text="Aufbau").click()
    page.get_by_role("button", name="Filter hinzufügen").click()
    box = field(page, "field").locator("input:visible")
    box.press_sequentially("Dringlichkeit", delay=20)
    field(page, "field").locator("li").filter(has_text="Dringlichkeit").first.click()
    settle(page)
    for label in ("Normal", "Hoch"):
        dialog(page).locator(".label-area").filter(has_text=label).click()
    dialog(page).get_by_role("button", name="Hinzufügen").click()
    expect(page.locator(".page-container:visible .filter-words")).to_have_text(
        "Dringlichkeit ist eines von Normal, Hoch"
    )
    save(page)
    expect(page.locator(f"{RESULT} table")).to_have_count(1)
    assert page.locator(f"{RESULT} tbody th").all_inner_texts() == ["Normal", "Hoch"]
    expect(page.locator(RESULT)).to_contain_text("Filter: Dringlichkeit ist eines von Normal, Hoch")


@pytest.mark.parametrize("width", [1400, 390])
def test_a_line_breaks_off_where_a_number_is_hidden(page_as, store, width):
    shape = {"row_field": "priority", "column_period": "Quarter", "chart_type": "Line"}
    name = store(title="Je Quartal", document_type="Case", **shape)
    page = page_as(COORDINATOR, width=width)
    form(page, "Statistic", name)
    picture = page.locator(f"{RESULT} .kim-picture")
    expect(picture.locator("svg[role=img]")).to_be_visible()
    answer = page.evaluate("name => frappe.xcall('kim_app.api.statistic.run', {name})", name)
    numbers = [value for row in answer["chart"]["datasets"] for value in row["values"]]
    assert answer["suppressed"] and None in numbers
    expect(picture.locator("circle")).to_have_count(len([value for value in numbers if value is not None]))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_many_rows_and_columns_are_a_map(page_as, store):
    shape = {"row_field": "actor.actor_type", "column_field": "life_area", "chart_type": "Bar"}
    name = store(title="Vermittlungen", document_type="Referral", **shape)
    page = page_as(COORDINATOR)
    form(page, "Statistic", name)
    columns = page.locator(f"{RESULT} .kim-picture th[scope=col]")
    expect(columns.filter(has_text="Sprache")).to_have_count(1)
    expect(page.locator(f"{RESULT} .kim-picture th[scope=row]").filter(has_text="Jobcenter")).to_have_count(1)
