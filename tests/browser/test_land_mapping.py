"""The coordinator maps a figure to the Land's names by buttons, is told what is missing, and takes the file."""

import pytest
from playwright.sync_api import expect

from tests.browser.desk import dialog, form, save, settle
from tests.browser.walk import close_dialogs, leave
from tests.rest import Client

COORDINATOR = "koordination@kim.example"


@pytest.fixture
def statistic(server, made):
    """A figure of all cases by their state."""
    values = {"title": "Fälle nach Stand", "document_type": "Case", "measure": "Count", "row_field": "workflow_state"}
    record = Client(server, COORDINATOR).insert("Statistic", chart_type="Bar", **values)
    made.append(("Statistic", record["name"]))
    return record["name"]


@pytest.fixture
def mapping(server, made, statistic):
    """A mapping of that figure with nothing mapped yet."""
    record = Client(server, COORDINATOR).insert("Land Mapping", indicator="V 1", statistic=statistic)
    made.append(("Land Mapping", record["name"]))
    return record["name"]


@pytest.mark.parametrize("width", [1400, 390])
def test_labels_are_taken_over_and_the_file_comes_once_all_have_a_code(page_as, mapping, width):
    page = page_as(COORDINATOR, width=width, allow=(r"^417 .*land_export.check", r"^page error: undefined"))
    form(page, "Land Mapping", mapping)
    press(page, "File for the Land")
    expect(dialog(page)).to_contain_text("Zuordnung zum Land")
    expect(dialog(page)).to_contain_text("V 1")
    close_dialogs(page)
    press(page, "Take Over Labels")
    rows = page.evaluate("() => cur_frm.doc.codes.map(row => [row.value, row.label])")
    assert ["Intake", "Klärung"] in rows
    page.evaluate("""() => cur_frm.doc.codes.forEach((row) =>
        frappe.model.set_value(row.doctype, row.name, 'land_code', `L-${row.value}`))""")
    save(page)
    press(page, "Take Over Labels")
    assert len(page.evaluate("() => cur_frm.doc.codes")) == len(rows), "what is there is not added again"
    with page.expect_download() as download:
        press(page, "File for the Land")
    assert download.value.suggested_filename == "datenbank_kim.csv"
    table = download.value.path().read_text("utf-8-sig")
    assert '"V 1";"L-Intake";"Count";' in table
    assert "Klärung" not in table
    leave(page)


def press(page, text):
    """Press a button of the form; on a narrow screen it hangs in the menu."""
    page.evaluate("text => cur_frm.custom_buttons[__(text)].click()", text)
    settle(page)
