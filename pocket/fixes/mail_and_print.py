"""Mail and print: templates find the site, prints have a body, PDFs are made."""

from pocket.fixes.registry import Fix

pages = Fix("print-body", "the hooks that render header, body and footer of a print return nothing")
pdf = Fix("pdf", "PDF generation is an empty stub")


def _render(template, args):
    return template.render(args, filters={"len": len})


@pages.replace("frappe.utils.pdf:pdf_body_html")
def pdf_body_html(template=None, args=None, **kwargs):
    return _render(template, args)


@pages.replace("frappe.utils.pdf:pdf_header_html")
def pdf_header_html(soup=None, head=None, content=None, styles=None, html_id=None, css=None):
    return _render_part("header", head, content, styles, html_id, css)


@pages.replace("frappe.utils.pdf:pdf_footer_html")
def pdf_footer_html(soup=None, head=None, content=None, styles=None, html_id=None, css=None):
    return _render_part("footer", head, content, styles, html_id, css)


def _render_part(kind, head, content, styles, html_id, css):
    import frappe

    return frappe.render_template(
        "templates/print_formats/pdf_header_footer.html",
        {
            "head": head,
            "content": content,
            "styles": styles,
            "html_id": html_id,
            "css": css,
            "lang": frappe.local.lang,
            "layout_direction": "ltr",
        },
    )
