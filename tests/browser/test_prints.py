"""Every print format of KIM as paper: a PDF in German that is turned into pictures, on which nothing is cut off.

`KIM_PICTURES=1` puts the first page of each into docs/pictures.
"""

import io
import json
import os

import pypdfium2
import pytest
from PIL import ImageOps
from pypdf import PdfReader

from pocket import ROOT
from tests.browser.conftest import SCREENSHOTS

A4 = (595, 842)
"""Points of the paper."""
RESOLUTION = 90
MARGIN = 10 * RESOLUTION / 25.4
"""Pixels of a centimetre at each edge, where printers and staples leave nothing."""

# Print format → DocType, who prints it, which document, how many pages at most, what stands on it.
PRINTS = {
    "Support Plan": ("Case", "casemanagement1", {"workflow_state": "Monitoring"}, 3, ("Hilfeplan", "Unterschrift")),
    "Consent Form": ("Consent", "casemanagement1", {"purpose": "Referral"}, 1, ("Einwilligung", "In meiner Sprache")),
    "Referral Letter": ("Referral", "casemanagement1", {"workflow_state": "Accepted"}, 1, ("Vermittlung", "Antwort")),
    "Request for Papers": (
        "Application", "auslaenderamt", {"workflow_state": "Documents Requested"}, 2, ("Ihr Antrag", "Unterlagen")
    ),
    "Letter to the Ministry": ("Barrier", "koordination", {"level": "Federal"}, 2, ("Was geschieht", "Wie oft")),
    "Minutes": ("Meeting", "koordination", {"workflow_state": "Minutes Approved"}, 4, ("Tagesordnung",)),
    "Annual Report": ("Annual Report", "koordination", {}, 8, ("Jahresbericht", "Fälle im Jahr", "Sitzungen")),
}  # fmt: skip


FOLDER = ROOT / "apps" / "kim_app" / "kim_app" / "kim" / "print_format"
SHIPPED = {json.loads(path.read_text(encoding="utf-8"))["name"] for path in FOLDER.glob("*/*.json")}


@pytest.fixture
def paper(login, admin, made):
    """Return a function that prints a document of the demo as its user and returns the PDF."""

    def print_out(name):
        doctype, user, filters, _pages, _texts = PRINTS[name]
        client = login(user)
        if doctype == "Annual Report":
            words = {"introduction": "Die Zahlen des Jahres neben denen des Vorjahres.", "year": 2026}
            made.append((doctype, client.insert(doctype, **words)["name"]))
            filters = {"name": made[-1][1]}
        order = "occurrence_count desc" if doctype == "Barrier" else "name"
        rows = client.get(doctype, filters=filters, order_by=order, limit_page_length="1").json()["data"]
        assert rows, f"the demo has no {doctype} to print"
        return pdf(client, name, rows[0]["name"])

    return print_out


def pdf(client, print_format, name):
    """Return the PDF of a document in German."""
    query = {"doctype": PRINTS[print_format][0], "name": name, "format": print_format, "_lang": "de"}
    address = f"{client.server.url}/api/method/frappe.utils.print_format.download_pdf"
    answer = client.http.get(address, params=query, timeout=120)
    assert answer.status_code == 200, answer.text[:2000]
    return answer.content


@pytest.mark.parametrize("name", sorted(SHIPPED & set(PRINTS)))
def test_a_print_is_german_on_a4_and_no_longer_than_it_should_be(paper, name):
    reader = PdfReader(io.BytesIO(paper(name)))
    most, texts = PRINTS[name][3:]
    assert len(reader.pages) <= most
    assert all(tuple(map(round, page.mediabox[2:])) == A4 for page in reader.pages)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert not [expected for expected in texts if expected not in text]
    assert "{{" not in text and "None" not in text


@pytest.mark.parametrize("name", sorted(SHIPPED & set(PRINTS)))
def test_nothing_on_a_page_is_cut_off(paper, name):
    pages = [page.render(scale=RESOLUTION / 72).to_pil() for page in pypdfium2.PdfDocument(paper(name))]
    for number, page in enumerate(pages, start=1):
        image = page.convert("L")
        left, top, right, bottom = ImageOps.invert(image).getbbox() or (MARGIN,) * 4
        edges = {"left": left, "top": top, "right": image.width - right, "bottom": image.height - bottom}
        assert not {edge: room for edge, room in edges.items() if room < MARGIN}, f"page {number}"
    keep(name, pages[0])


@pytest.mark.parametrize(("docstatus", "notice"), [(0, "Entwurf: Die Zahlen sind die vom"), (1, "Abgegeben am")])
def test_the_annual_report_has_one_page_for_each_topic_and_says_whether_it_is_final(login, made, docstatus, notice):
    client = login("koordination")
    if not docstatus:
        made.append(("Annual Report", client.insert("Annual Report", year=2026)["name"]))
    name = client.get("Annual Report", filters={"docstatus": docstatus}).json()["data"][0]["name"]
    sheet = client.ask("kim_app.api.annual_report.figures", name=name)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(client, "Annual Report", name))).pages]
    assert len(pages) == len(sheet["pages"]) == 8
    assert not [page["topic"] for page, text in zip(sheet["pages"], pages, strict=True) if page["topic"] not in text]
    assert notice in pages[0]
    assert ("Entwurf" in pages[-1]) == (not docstatus)


def keep(name, first):
    """Keep the first page for whoever wants to look, and for the documents if asked."""
    target = f"print-{name.lower().replace(' ', '-')}.png"
    (SCREENSHOTS / "prints").mkdir(parents=True, exist_ok=True)
    first.save(SCREENSHOTS / "prints" / target)
    if os.environ.get("KIM_PICTURES"):
        picture = ImageOps.expand(first.convert("RGB"), border=1, fill="#bbbbbb")
        picture.quantize(64).save(ROOT / "docs" / "pictures" / target, optimize=True)


def test_each_print_format_of_kim_is_looked_at():
    assert set(PRINTS) >= SHIPPED
