"""An annual report that was handed in stays as it was: in the form, on paper, and whatever happens to the cases."""

import json

import pytest

from frappe.desk.query_report import run
from frappe.model.workflow import apply_workflow
from frappe.utils import formatdate, nowdate

from kim_app.api.annual_report import figures
from kim_app.figures.annual import keeping, report
from kim_app.figures.annual.catalogue import FIGURES
from kim_app.setup import install
from tests.app.figures.test_annual_report import CO, OTHERS, ST, YEAR, figure_of

REMARK = {"topic": "Fälle", "remark": "Die Zugänge über Schulen nehmen zu."}


@pytest.fixture
def draft(site, make, user_with, acting):
    """A draft of this year's report, and the coordinator who wrote it."""
    site.local.lang = "de"
    coordinator = user_with(CO)
    with acting(coordinator):
        doc = make("Annual Report", year=YEAR, introduction="Das Jahr in Zahlen.", remarks=[REMARK])
    return doc, coordinator


@pytest.fixture
def handed_in(draft, acting):
    """The report after its coordinator handed it in."""
    doc, coordinator = draft
    with acting(coordinator):
        apply_workflow(doc.as_dict(convert_dates_to_str=True), "Hand In")
    return doc.reload()


def stored(site, doc):
    fields = ["docstatus", "workflow_state", "introduction", *keeping.KEPT]
    return site.db.get_value("Annual Report", doc.name, fields, as_dict=True)


def change_everything(site):
    site.db.delete("Case", {"name": ("in", site.get_all("Case", pluck="name")[::2])})
    site.db.delete("Meeting")
    site.db.set_single_value("KIM Settings", {"small_cell_internal": 12, "municipality": "Anderswo"})
    site.get_doc("Report Topic", "Personen").update({"active": 0}).save()
    site.get_doc("Report Topic", "Fälle").update({"introduction": "Ganz anders.", "figures": []}).save()
    site.clear_cache(doctype="KIM Settings")


def printed(site, doc):
    return site.get_print("Annual Report", doc.name, "Annual Report", doc=doc)


def test_what_was_handed_in_stays_whatever_happens_to_the_cases(site, handed_in):
    before, paper = figures(handed_in.name), printed(site, handed_in)
    change_everything(site)
    assert figures(handed_in.name) == before
    assert printed(site, handed_in.reload()) == paper
    assert "Die Zugänge über Schulen nehmen zu." in paper and "Anderswo" not in paper


def test_a_draft_follows_the_cases(site, draft):
    before = figures(draft[0].name)
    change_everything(site)
    now = figures(draft[0].name)
    assert before["hidden_below"] == 3 and now["hidden_below"] == 12
    assert "Personen" in [page["topic"] for page in before["pages"]]
    assert "Personen" not in [page["topic"] for page in now["pages"]]


def test_day_colleague_and_limit_are_kept_with_the_figures(site, draft, handed_in):
    found = stored(site, handed_in)
    assert (found.docstatus, found.workflow_state) == (1, "Handed In")
    assert str(found.handed_in_on)[:10] == nowdate()
    assert found.handed_in_by == draft[1]
    assert found.hidden_below == site.db.get_single_value("KIM Settings", "small_cell_internal")


def test_the_figures_of_the_day_are_kept(site, handed_in):
    expected = [
        (line.label, line.before.shown, line.now.shown)
        for page in report.pages(YEAR)
        for block in page.blocks
        for line in [*block.lines, *([block.total] if block.total and block.lines else [])]
    ]
    blocks = [block for page in json.loads(stored(site, handed_in).figures)["pages"] for block in page["blocks"]]
    rows = [row for block in blocks for row in [*block["lines"], *([block["total"]] if block["total"] else [])]]
    assert [(row["label"], row["before"], row["now"]) for row in rows] == expected
    assert len(rows) > 100


@pytest.mark.parametrize(("audience", "smallest"), [("Inside", 3), ("Public", 5)])
def test_no_hidden_number_and_nobody_is_in_what_is_kept(site, make, audience, smallest):
    site.db.set_single_value("KIM Settings", {"small_cell_internal": 3, "small_cell_public": 5})
    site.local.lang = "de"
    doc = make("Annual Report", year=YEAR, audience=audience)
    doc.submit()
    kept = stored(site, doc).figures
    small, hidden = [], 0
    for page in json.loads(kept)["pages"]:
        for block in page["blocks"]:
            figure = figure_of(None, site._dict(block))
            for number in (line[key] for line in block["lines"] for key in ("before", "now")):
                hidden += number == "•"
                counted = figure.about_persons and figure.measure == "Count" and number
                small += [number] if counted and number != "•" and number < smallest else []
    assert hidden > 10 and small == []
    for doctype in ("Person", "Case", "Application", "Referral", "Barrier", "Meeting", "Measure"):
        assert not [name for name in site.get_all(doctype, pluck="name") if name in kept]
    assert not [name for name in site.get_all("Person", pluck="full_name") if name in kept]


def test_a_draft_keeps_nothing_that_a_client_sends(site, draft, acting):
    doc, coordinator = draft
    sent = {
        "figures": '{"pages": []}',
        "handed_in_on": "2020-01-01 10:00:00",
        "handed_in_by": "Administrator",
        "hidden_below": 1,
    }
    with acting(coordinator):
        site.get_doc("Annual Report", doc.name).update(sent).save()
    found = stored(site, doc)
    assert not any(found[fieldname] for fieldname in keeping.KEPT)
    with acting(coordinator):
        site.get_doc("Annual Report", doc.name).update(sent).submit()
    found = stored(site, doc)
    assert json.loads(found.figures)["pages"] and found.hidden_below == 3
    assert found.handed_in_by == coordinator and str(found.handed_in_on)[:10] == nowdate()


@pytest.mark.parametrize(
    "change",
    [
        {"introduction": "Neue Worte."}, {"year": YEAR - 1}, {"audience": "Public"}, {"figures": "{}"},
        {"hidden_below": 1}, {"handed_in_on": "2020-01-01 10:00:00"}, {"remarks": []},
        {"remarks": [{**REMARK, "remark": "Anders."}]},
    ],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
@pytest.mark.parametrize("opened", [False, True])
def test_what_was_handed_in_cannot_be_edited(site, draft, handed_in, acting, change, opened):
    before = {**stored(site, handed_in), "remarks": len(handed_in.remarks)}
    if opened:
        # An administrator may open a field of submitted documents; what was handed in stays all the same.
        for fieldname in change:
            opening = {
                "doc_type": "Annual Report",
                "field_name": fieldname,
                "property": "allow_on_submit",
                "value": "1",
            }
            kind = {"doctype": "Property Setter", "doctype_or_field": "DocField", "property_type": "Check"}
            site.get_doc({**kind, **opening}).insert()
        site.clear_cache(doctype="Annual Report")
    site.local.lang = "en"
    with acting(draft[1]), pytest.raises(site.ValidationError) as caught:
        site.get_doc("Annual Report", handed_in.name).update(change).save()
    assert "was handed in and stays as it is" in str(caught.value)
    assert {**stored(site, handed_in), "remarks": site.db.count("Report Remark", {"parent": handed_in.name})} == before
    site.clear_cache(doctype="Annual Report")


def test_a_report_taken_back_is_kept_and_corrected_by_a_new_one(site, draft, handed_in, acting):
    kept = stored(site, handed_in)
    with acting(draft[1]):
        apply_workflow(handed_in.as_dict(convert_dates_to_str=True), "Take Back")
        # What the Desk sends for an amended document: all fields of the old one.
        copy = {**handed_in.as_dict(no_default_fields=True), "amended_from": handed_in.name}
        new = site.get_doc({"doctype": "Annual Report", **copy, "introduction": "Berichtigt."}).insert()
    assert stored(site, handed_in) == {**kept, "docstatus": 2, "workflow_state": "Withdrawn"}
    found = stored(site, new)
    assert (found.docstatus, found.workflow_state, found.introduction) == (0, "Draft", "Berichtigt.")
    assert not any(found[fieldname] for fieldname in keeping.KEPT)
    assert new.amended_from == handed_in.name


def test_what_was_handed_in_is_not_deleted_even_if_it_was_taken_back(site, draft, handed_in, acting):
    with acting(draft[1]):
        apply_workflow(handed_in.as_dict(convert_dates_to_str=True), "Take Back")
        site.local.lang = "en"
        with pytest.raises(site.ValidationError) as caught:
            site.delete_doc("Annual Report", handed_in.name)
    assert "is kept, even if it was withdrawn" in str(caught.value)
    assert stored(site, handed_in).figures


def test_a_draft_is_deleted_by_whoever_wrote_it(site, draft, acting):
    with acting(draft[1]):
        site.delete_doc("Annual Report", draft[0].name)
    assert not site.db.exists("Annual Report", draft[0].name)


@pytest.mark.parametrize(
    "where", ["kim_app.figures.annual.keeping.report.pages", "frappe.model.document.Document.add_comment"]
)
def test_what_breaks_off_leaves_a_draft_without_figures(site, draft, acting, monkeypatch, where):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the server stops here")

    site.db.savepoint("before_breaking_off")
    with monkeypatch.context() as patched, acting(draft[1]):
        patched.setattr(where, broken)
        with pytest.raises(RuntimeError):
            apply_workflow(draft[0].as_dict(convert_dates_to_str=True), "Hand In")
    # A request that breaks off takes everything back.
    site.db.rollback(save_point="before_breaking_off")
    found = stored(site, draft[0])
    assert (found.docstatus, found.workflow_state) == (0, "Draft")
    assert not any(found[fieldname] for fieldname in keeping.KEPT)


def test_state_and_figures_are_written_in_one_statement(site, draft, acting, monkeypatch):
    written, original = [], site.db.sql

    def note(query, *args, **kwargs):
        text = str(query)
        written.extend([text] if text.strip().lower().startswith("update") and "tabAnnual Report" in text else [])
        return original(query, *args, **kwargs)

    with monkeypatch.context() as patched, acting(draft[1]):
        patched.setattr(site.db, "sql", note)
        draft[0].reload().submit()
    assert len([query for query in written if "docstatus" in query]) == 1
    assert all("figures" in query for query in written if "docstatus" in query)


def test_paper_says_whether_the_figures_are_final(site, draft, acting):
    doc, coordinator = draft
    today = formatdate(nowdate())
    assert f"Entwurf: Die Zahlen sind die vom {today}" in printed(site, doc)
    with acting(coordinator):
        doc.reload().submit()
        paper = printed(site, doc)
        assert f"Abgegeben am {today}" in paper and "Entwurf" not in paper
        doc.cancel()
    site.db.set_single_value("Print Settings", "allow_print_for_cancelled", 1)
    assert f"Zurückgenommen. Er wurde am {today} abgegeben." in printed(site, doc)


def test_figures_are_kept_in_the_language_of_the_municipality(site, draft, acting):
    doc, coordinator = draft
    site.db.set_single_value("System Settings", "language", "de")
    site.clear_cache(doctype="System Settings")
    with acting(coordinator):
        site.local.lang = "en"
        doc.reload().submit()
        assert site.local.lang == "en"
        sheet = figures(doc.name)
    assert sheet["notice"].startswith("Handed in on")
    assert sheet["pages"][0]["blocks"][0]["heading"] == "Fälle im Jahr"


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_asks_for_the_figures_of_a_report(site, handed_in, user_with, acting, role):
    with acting(user_with(role)), pytest.raises(site.PermissionError):
        figures(handed_in.name)


def test_the_steering_group_reads_a_report_and_changes_nothing(site, draft, handed_in, user_with, acting, make):
    other = make("Annual Report", year=YEAR - 1)
    with acting(user_with(ST)):
        assert figures(handed_in.name)["state"] == "final"
        for doc, action in ((other, "Hand In"), (handed_in, "Take Back")):
            with pytest.raises(site.ValidationError):
                apply_workflow(doc.as_dict(convert_dates_to_str=True), action)
            with pytest.raises(site.PermissionError):
                site.get_doc("Annual Report", doc.name).submit() if doc is other else doc.reload().cancel()
    assert stored(site, other).docstatus == 0 and stored(site, handed_in).docstatus == 1


def test_reports_of_an_older_release_become_drafts(site, make):
    doc = make("Annual Report", year=YEAR)
    site.delete_doc("Workflow", "KIM Annual Report")
    site.db.set_value("Annual Report", doc.name, "workflow_state", None)
    memory = "kim_app_seeded_workflow"
    names = [name for name in json.loads(site.db.get_global(memory)) if name != "KIM Annual Report"]
    site.db.set_global(memory, json.dumps(names))
    install.seed()
    assert stored(site, doc).workflow_state == "Draft"


def test_the_report_on_the_screen_shows_todays_figures(site, handed_in, user_with, acting):
    change_everything(site)
    with acting(user_with(CO)):
        labels = {row["label"] for row in run("Annual Report", filters={"year": YEAR})["result"]}
    assert "Personen" not in labels and "Personen" in json.dumps(figures(handed_in.name), ensure_ascii=False)
    assert FIGURES
