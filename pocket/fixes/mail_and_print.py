"""Mail and print: links lead here, prints have a body, PDFs are made, uploaded PDFs are examined."""

import io
import os

from pocket.fixes.registry import Fix

body = Fix("print-body", "the hook that renders a document for print returns nothing: each print is an empty page")
pdf = Fix("pdf", "PDF generation is a stub that raises: no download, no attachment to an e-mail")
scripts = Fix("pdf-scripts", "an uploaded PDF that runs JavaScript is never refused")

links = Fix(
    "links-in-mails", "a link in a mail leads to the site's bare name: the port on which it is served is missing"
)

NO_LIBRARY = "PDF files need the library Pango: on Debian, install libpango-1.0-0 and libpangoft2-1.0-0."

# Header and footer of a print stand once in its HTML and are repeated in the margins of every page.
_PAGE = """
@page {{ size: {size} {orientation}; margin: {top}px 15mm {bottom}px;
  @top-left {{ content: element(head); width: 100%; vertical-align: top; padding-top: 10mm }}
  @bottom-left {{ content: element(foot); width: 100%; vertical-align: bottom; padding-bottom: 5mm }} }}
"""
_REPEATED = "#header-html { position: running(head) } #footer-html { position: running(foot) }"
# What floats cannot be broken in two: a long text would begin on a page of its own.
_SHOWN = """
.print-format .visible-pdf { display: block !important }
.page::before { content: counter(page) }
.topage::before { content: counter(pages) }
.action-banner { display: none }
.page-break:last-child { page-break-after: auto }
.col-xs-12, .data-field > .col-xs-7.value { float: none !important; width: auto !important }
.data-field > .col-xs-7.value { margin-left: 41.6667% }
"""
_MARGIN = 15 * 96 / 25.4  # 15 mm in pixels


@body.replace("frappe.utils.pdf:pdf_body_html")
def pdf_body_html(template=None, args=None, **kwargs):
    return template.render(args)


@pdf.replace("frappe.utils.pdf:get_pdf")
def get_pdf(html, options=None, output=None):
    from pypdf import PdfReader, PdfWriter

    import frappe

    options = options or {}
    page = {
        "size": options.get("page-size") or frappe.db.get_single_value("Print Settings", "pdf_page_size") or "A4",
        "orientation": (options.get("orientation") or "portrait").lower(),
    }
    made = PdfReader(io.BytesIO(_render(html, page)))
    writer = output if output is not None else PdfWriter()
    writer.append_pages_from_reader(made)
    if output is not None:
        return output
    if options.get("password"):
        writer.encrypt(options["password"])
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


@pdf.after("frappe.utils.pdf")
def add_tool_check(module):
    import frappe

    @frappe.whitelist()
    def is_wkhtmltopdf_valid() -> bool:
        return True  # asked before each download; the tool is not used here

    module.is_wkhtmltopdf_valid = is_wkhtmltopdf_valid


@pdf.replace("frappe.utils.pdf:get_chrome_pdf")
def get_chrome_pdf(html=None, options=None, output=None, **kwargs):
    return get_pdf(html, options, output)


def _render(html, page):
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "html5lib")
    for foot in soup.find_all(id="footer-html"):
        foot.parent.insert(0, foot.extract())  # a margin shows what was passed before or on its page
    head, foot = _heights(soup, [soup.find(id="header-html"), soup.find(id="footer-html")], page)
    style = _PAGE.format(**page, top=head + _MARGIN, bottom=foot + _MARGIN) + _REPEATED + _SHOWN
    return _lay_out(str(soup), style).write_pdf()


def _heights(soup, parts, page):
    """Return how many pixels high each part of a document is on its page (0 for None)."""
    if not any(parts):
        return [0 for _ in parts]
    bodies = "".join(f"<main>{part or ''}</main>" for part in parts)
    alone = f"<html>{soup.head}<body><div class='print-format'>{bodies}</div></body></html>"
    drawn = _lay_out(alone, _PAGE.format(**page, top=0, bottom=0) + _SHOWN)
    return [box.margin_height() for box in drawn.pages[0]._page_box.descendants() if box.element_tag == "main"]


def _lay_out(html, style):
    from frappe.utils.weasyprint import import_weasyprint

    make_html, make_css = import_weasyprint()
    return make_html(string=html).render(stylesheets=[make_css(string=style)])


@pdf.replace("frappe.utils.weasyprint:import_weasyprint")
def import_weasyprint():
    """Return WeasyPrint's HTML and CSS, bound to what this site has: no other host is asked, no other file read."""
    import frappe

    try:
        import weasyprint
    except OSError:
        frappe.throw(frappe._(NO_LIBRARY))

    class OwnFiles(weasyprint.urls.URLFetcher):
        def fetch(self, url, headers=None):
            if url.startswith("data:"):
                return super().fetch(url, headers)
            content = _own_file(url)
            return weasyprint.urls.URLFetcherResponse(url, content, {"Content-Type": _type_of(url)})

    def make_html(string, base_url=None):
        return weasyprint.HTML(string=string, base_url=frappe.utils.get_url(), url_fetcher=OwnFiles())

    def make_css(string):
        return weasyprint.CSS(string=string, url_fetcher=OwnFiles())

    return make_html, make_css


def _own_file(url):
    from urllib.parse import unquote, urlsplit

    from werkzeug.security import safe_join

    import frappe

    parts = urlsplit(url)
    path = unquote(parts.path)
    if parts.netloc != urlsplit(frappe.utils.get_url()).netloc:
        raise ValueError(f"not of this site: {url}")
    for start, folder in {"/assets/": "assets", "/files/": frappe.get_site_path("public", "files")}.items():
        if path.startswith(start) and (found := safe_join(os.path.abspath(folder), path.removeprefix(start))):
            with open(found, "rb") as file:
                return file.read()
    for name in frappe.get_all("File", {"file_url": path}, pluck="name"):
        file = frappe.get_doc("File", name)
        if file.is_downloadable():
            return file.get_content()
    raise ValueError(f"nothing to be had there: {url}")


def _type_of(url):
    import mimetypes

    return mimetypes.guess_type(url.split("?")[0])[0] or "application/octet-stream"


@scripts.replace("frappe.utils.pdf:pdf_contains_js")
def pdf_contains_js(content):
    from pypdf import PdfReader, PdfWriter

    unpacked = io.BytesIO()
    try:
        # Written anew, no object hides in a compressed part and no name in an escaped spelling.
        PdfWriter(clone_from=PdfReader(io.BytesIO(content))).write(unpacked)
    except Exception:
        unpacked.write(content)
    return b"/JavaScript" in unpacked.getvalue()


@links.wrap("frappe.config:get_site_config")
def get_site_config(original, *args, **kwargs):
    conf = original(*args, **kwargs)
    if address := os.environ.get("POCKET_ADDRESS"):  # set by the serving process
        conf.setdefault("host_name", address)
    return conf
