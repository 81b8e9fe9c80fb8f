"""Every type of field takes a value as a user enters it, and the server keeps it."""

import io
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.desk import choose, confirm, dialog, field, fill, form, save, settle, value

TYPES = """
Data|Date|Datetime|Time|Duration|Phone|Rating|Color|Attach|Attach Image|Signature|Geolocation|Code|HTML Editor
Text Editor|Markdown Editor|Select|Autocomplete|Icon|Percent|Float|Int|Check
""".replace("\n", "|").strip("|").split("|")  # fmt: skip
SAMPLE = "Browser Sample"


def fields():
    options = {"Select": "Eins\nZwei", "Autocomplete": "Nord\nSüd", "Code": "Python"}
    for number, kind in enumerate(TYPES):
        name = kind.lower().replace(" ", "_")
        yield {"fieldname": f"f_{name}", "label": kind, "fieldtype": kind, "options": options.get(kind)}
        if number % 8 == 7:
            yield {"fieldname": f"section_{number}", "fieldtype": "Section Break"}
    yield {"fieldname": "f_link", "label": "Link", "fieldtype": "Link", "options": "User"}
    yield {"fieldname": "f_roles", "label": "Roles", "fieldtype": "Table MultiSelect", "options": f"{SAMPLE} Role"}
    yield {"fieldname": "f_table", "label": "Table", "fieldtype": "Table", "options": f"{SAMPLE} Row"}


@pytest.fixture(scope="module")
def sample(admin):
    """A DocType that has a field of every type; removed at the end."""
    rows = [
        {"fieldname": "note", "label": "Note", "fieldtype": "Data", "in_list_view": 1},
        {"fieldname": "moment", "label": "Moment", "fieldtype": "Datetime", "in_list_view": 1},
        {"fieldname": "more", "label": "More", "fieldtype": "Small Text"},
    ]
    role = [{"fieldname": "role", "label": "Role", "fieldtype": "Link", "options": "Role", "in_list_view": 1}]
    for name, own in ((f"{SAMPLE} Row", rows), (f"{SAMPLE} Role", role)):
        admin.insert("DocType", name=name, module="Custom", custom=1, istable=1, fields=own)
    rights = {right: 1 for right in ("read", "write", "create", "delete")}
    permissions = [{"role": "System Manager", **rights}]
    admin.insert("DocType", name=SAMPLE, module="Custom", custom=1, fields=list(fields()), permissions=permissions)
    yield SAMPLE
    for name in (SAMPLE, f"{SAMPLE} Row", f"{SAMPLE} Role"):
        admin.delete("DocType", name)


@pytest.fixture
def sheet(page_as, sample):
    page = page_as("Administrator")
    form(page, sample)
    return page


def pick_day(page, name, number):
    field(page, name).locator("input").click()
    page.locator(".datepicker.active .datepicker--cell-day:not(.-other-month-)").nth(number).click()


def stored(page, admin, sample, *names):
    """Save the form and return what the server has in the named fields; the document is deleted."""
    name = save(page)
    document = admin.get(sample, name).json()["data"]
    admin.delete(sample, name)
    return [document.get(name) for name in names]


def test_date_and_time_are_picked(sheet, admin, sample):
    pick_day(sheet, "f_date", 4)
    pick_day(sheet, "f_datetime", 9)
    sheet.keyboard.press("Escape")
    field(sheet, "f_time").locator("input").click()
    sheet.locator(".datepicker.active .datepicker--button").click()
    date, moment, time = stored(sheet, admin, sample, "f_date", "f_datetime", "f_time")
    month = sheet.evaluate("frappe.datetime.get_today().slice(0, 7)")
    assert date == f"{month}-05"
    assert moment.startswith(f"{month}-10 ")
    assert time and not time.startswith("0:00:00")


@pytest.fixture
def with_seconds(admin):
    """The time format with seconds; afterwards the one that the site had."""
    before = admin.get("System Settings", "System Settings").json()["data"]["time_format"]
    admin.put("System Settings", "System Settings", time_format="HH:mm:ss")
    yield
    admin.put("System Settings", "System Settings", time_format=before)


def test_seconds_survive_the_date_picker(with_seconds, page_as, admin, sample):
    page = page_as("Administrator")
    form(page, sample)
    page.evaluate("cur_frm.set_value({f_datetime: '2026-03-04 10:20:35', f_time: '10:20:35'})")
    expect(field(page, "f_datetime").locator("input")).to_have_value(re.compile(r"2026.* 10:20:35|10:20:35$"))
    assert stored(page, admin, sample, "f_datetime", "f_time") == ["2026-03-04 10:20:35", "10:20:35"]
    form(page, sample)
    pick_day(page, "f_datetime", 9)
    assert re.fullmatch(r"\d{4}-\d\d-10 \d\d:\d\d:\d\d", value(page, "f_datetime"))


def test_duration_phone_rating_and_colour(sheet, admin, sample):
    field(sheet, "f_duration").locator("input").first.click()
    hours = sheet.locator(".duration-picker:visible input[data-duration=hours]")
    hours.click()
    hours.fill("4")
    hours.press("Tab")
    field(sheet, "f_data").locator("input").click()
    field(sheet, "f_phone").locator(".selected-phone").click()
    sheet.locator(".phone-picker:visible input").fill("Germany")
    sheet.locator(".phone-wrapper:visible").filter(has_text="Germany").first.click()
    flag = field(sheet, "f_phone").locator("img")
    assert flag.evaluate("image => image.src").startswith("data:image/svg")
    fill(sheet, "f_phone", "228123456")
    field(sheet, "f_rating").locator("svg").nth(2).click()
    field(sheet, "f_color").locator("input").click()
    sheet.locator(".color-picker:visible .swatch").nth(2).click()
    found = stored(sheet, admin, sample, "f_duration", "f_phone", "f_rating", "f_color")
    assert found[:2] == [4 * 3600, "+49-228123456"]
    assert found[2] > 0
    assert found[3].startswith("#")


def test_files_are_attached(sheet, admin, sample):
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(picture, "PNG")
    for name, file in (
        ("f_attach", {"name": "Prüfung.txt", "mimeType": "text/plain", "buffer": b"Inhalt"}),
        ("f_attach_image", {"name": "bild.png", "mimeType": "image/png", "buffer": picture.getvalue()}),
    ):
        field(sheet, name).locator(".btn-attach").click()
        dialog(sheet).locator("input[type=file]").first.set_input_files(file)
        confirm(sheet)
    text, image = stored(sheet, admin, sample, "f_attach", "f_attach_image")
    assert (text, image) == ("/private/files/Prüfung.txt", "/private/files/bild.png")


def draw(sheet, pad):
    """Draw a line; once more where the pad moved away below the pen, as it does on a busy machine."""
    for _attempt in range(5):
        box = pad.bounding_box()
        sheet.mouse.move(box["x"] + 30, box["y"] + 60)
        sheet.mouse.down()
        sheet.mouse.move(box["x"] + 120, box["y"] + 90, steps=5)
        sheet.mouse.up()
        settle(sheet)
        if sheet.evaluate("() => Boolean(cur_frm.doc.f_signature)"):
            return


def test_a_signature_and_a_place_are_drawn(sheet, admin, sample):
    pad = field(sheet, "f_signature").locator("canvas").first
    pad.scroll_into_view_if_needed()
    settle(sheet)  # what is still loading moves the pad
    draw(sheet, pad)
    sheet.wait_for_function("() => cur_frm.doc.f_signature")
    plan = field(sheet, "f_geolocation")
    plan.scroll_into_view_if_needed()
    plan.locator(".leaflet-draw-draw-marker").click()
    plan.locator(".leaflet-container").click(position={"x": 200, "y": 120})
    signature, place = stored(sheet, admin, sample, "f_signature", "f_geolocation")
    assert signature.startswith("data:image/png")
    assert '"Point"' in place


def test_editors_take_text(sheet, admin, sample):
    for name, text in (("f_code", "a = 1"), ("f_html_editor", "<b>fett"), ("f_markdown_editor", "# Titel")):
        editor = field(sheet, name).locator(".ace_editor")
        editor.scroll_into_view_if_needed()
        editor.click()
        sheet.keyboard.type(text)
    editor = field(sheet, "f_text_editor").locator(".ql-editor[contenteditable=true]:visible")
    editor.scroll_into_view_if_needed()
    editor.click()
    sheet.keyboard.type("Grüße")
    sheet.wait_for_function("() => cur_frm.doc.f_text_editor")
    field(sheet, "f_data").locator("input").click()
    code, html, text, markdown = stored(
        sheet, admin, sample, "f_code", "f_html_editor", "f_text_editor", "f_markdown_editor"
    )
    assert code == "a = 1"
    assert "fett" in html
    assert "Grüße" in text
    assert markdown == "# Titel"


def test_choices_numbers_and_links(sheet, admin, sample):
    field(sheet, "f_select").locator("select").select_option("Zwei")
    box = field(sheet, "f_autocomplete").locator("input")
    box.click()
    box.press_sequentially("Sü")
    sheet.locator(".awesomplete li:visible").filter(has_text="Süd").first.click()
    for name, number in (("f_percent", "55,5"), ("f_float", "1.234,5"), ("f_int", "12")):
        fill(sheet, name, number)
    field(sheet, "f_check").locator("input[type=checkbox]:visible").click()
    choose(sheet, "f_link", "konrad", "koordination@kim.example")
    choose(sheet, "f_roles", "KIM Koord")
    names = ("f_select", "f_autocomplete", "f_percent", "f_float", "f_int", "f_check", "f_link")
    *rest, roles = stored(sheet, admin, sample, *names, "f_roles")
    assert rest == ["Zwei", "Süd", 55.5, 1234.5, 12, 1, "koordination@kim.example"]
    assert [row["role"] for row in roles] == ["KIM Coordinator"]


def test_a_row_is_filled_in_the_table_and_in_its_dialog(sheet, admin, sample):
    table = field(sheet, "f_table")
    table.scroll_into_view_if_needed()
    table.locator(".grid-add-row").click()
    table.locator(".grid-row [data-fieldname=note]").last.click()
    table.locator(".grid-row [data-fieldname=note] input").last.fill("Zeile eins")
    table.locator(".grid-row [data-fieldname=moment]").last.click()
    sheet.locator(".datepicker.active .datepicker--cell-day:not(.-other-month-)").nth(3).click()
    table.locator(".btn-open-row").last.click()
    sheet.locator(".grid-row-open [data-fieldname=more] textarea").fill("Mehr dazu")
    sheet.keyboard.press("Escape")
    (rows,) = stored(sheet, admin, sample, "f_table")
    assert [(row["note"], row["more"]) for row in rows] == [("Zeile eins", "Mehr dazu")]
    assert rows[0]["moment"]
