"""Probes of prints, PDFs and mails."""

import io

from tests.pocket.probes import probe


def note(frappe):
    return frappe.get_doc(doctype="Note", title="Prüfung", content="<p>Größe</p>").insert()


@probe("print-body")
def a_print_shows_the_document(frappe):
    made = note(frappe)
    assert "Größe" in frappe.get_print("Note", made.name)


@probe("pdf")
def a_pdf_shows_the_document(frappe):
    from pypdf import PdfReader

    made = note(frappe)
    content = frappe.get_print("Note", made.name, as_pdf=True)
    assert "Größe" in PdfReader(io.BytesIO(content)).pages[0].extract_text()


@probe("pdf-scripts")
def a_pdf_that_runs_scripts_is_known(frappe):
    from pypdf import PdfWriter

    from frappe.utils.pdf import pdf_contains_js

    made = {}
    for scripted in (True, False):
        writer, file = PdfWriter(), io.BytesIO()
        writer.add_blank_page(100, 100)
        if scripted:
            writer.add_js("app.alert(1)")
        writer.write(file)
        made[scripted] = pdf_contains_js(file.getvalue())
    assert made == {True: True, False: False}


@probe("links-in-mails")
def a_link_in_a_mail_has_the_port(frappe):
    import os

    os.environ["POCKET_ADDRESS"] = "http://localhost:8123"
    frappe.init(frappe.local.site, force=True)
    assert frappe.utils.get_url("/desk") == "http://localhost:8123/desk"
