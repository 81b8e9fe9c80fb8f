"""Templates, conditions and texts of an administrator: what shows something is let through, what acts is not."""

import pytest

from kim_app.guards import browser, templates


@pytest.mark.parametrize(
    "text",
    [
        "{{ doc.reload() }}",
        "{{ doc['reload']() }}",
        "{% set _ = doc.reload %}{{ _() }}",
        "{{ {'strip': doc.reload}.strip() }}",
        "{% macro get() %}{% endmacro %}",
        "{% for f in [doc.reload] %}{{ f() }}{% endfor %}",
        "{% include 'templates/x.html' %}",
        "{{ frappe.session.user }}",
    ],
)
def test_a_template_calls_nothing_that_is_not_known(site, text):
    assert templates._reaches_out(text)


def test_a_template_shows_what_its_document_holds(site):
    text = "{% for row in doc.goals %}{{ loop.index }}. {{ _(row.goal) }} {{ row.get_formatted('due_on') }}{% endfor %}"
    assert not templates._reaches_out(text)


@pytest.mark.parametrize(
    "condition",
    [
        "eval:fetch/**/('x')", "eval:doc.x.constructor('alert(1)')()", "eval:doc.x?.()", "eval:`${doc.x}`",
        "eval:new Image",
        "eval:doc.x = 1", "eval:doc.x >>= 1", "eval:doc.x++", "eval:(() => 1)", "eval:doc['x']()", "eval:a;b",
        '[["User", "name", "=", "eval: fetch(1)"]]',
    ],
)  # fmt: skip
def test_a_condition_of_a_field_does_nothing_but_compare(condition):
    assert not browser.is_comparison(condition)


def test_conditions_and_texts_of_the_release_are_let_through(site):
    for doctype in site.get_all("DocType", {"module": "KIM"}, pluck="name"):
        for field in site.get_meta(doctype).fields:
            assert all(browser.is_comparison(field.get(condition)) for condition in browser.CONDITIONS), field.fieldname
    for name in site.get_all("Workspace", {"module": "KIM"}, pluck="name"):
        assert not any(map(browser.is_active, browser._texts(site.get_doc("Workspace", name))))


@pytest.mark.parametrize(
    "html",
    [
        "<script>1</script>", "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1) ", "<svg onload=alert(1)>",
        "<a href='java&#115;cript:alert(1)'>x</a>", "<a href='JAVASCRIPT:alert(1)'>x</a>", "<iframe src='/app'>",
        "<!--><img src=x onerror=alert(1)>-->",
    ],
)  # fmt: skip
def test_html_that_acts_is_known(html):
    assert browser.is_active(html)


@pytest.mark.parametrize(
    "html", ["a < b", "<b>Bitte</b> <a href='/app/case'>hier</a>", "<a href='https://kim.example'>x</a>"]
)
def test_html_that_only_looks_is_let_through(html):
    assert not browser.is_active(html)
