"""Bad input is refused whole with a clear message, or kept as harmless text; no field of any DocType is left out."""

import pytest

from kim_app.persons.entry import NAMES
from tests.app.samples import sample
from tests.app.test_doctypes import MAIN, named

ENTERED = [doctype for doctype in MAIN if not doctype.get("issingle")]
MARKUP = "<script>alert(1)</script><img src=x onerror=alert(1)>Ende"
FORMULA = "=1+1"
STRANGE = "Zoë 王 محمد \u1230\u120b\u121d 👩‍👧 ’ß"


def fields(doctype, *types):
    """Name the fields of these types that somebody can fill in."""
    return [
        field["fieldname"]
        for field in doctype["fields"]
        if field["fieldtype"] in types
        and not field.get("read_only")
        and not field.get("hidden")
        and field.get("options") not in ("Phone", "Email", "URL")
    ]


def refused(site, doctype, fieldname, value):
    """Insert a sample with one bad value, expect a refusal that names the field, and nothing new."""
    document = sample(site, doctype["name"])
    count = site.db.count(doctype["name"])
    label = next(field["label"] for field in doctype["fields"] if field["fieldname"] == fieldname)
    with pytest.raises(site.ValidationError) as caught:
        site.get_doc({**document, fieldname: value}).insert()
    # What is asked for before anything else (does this DocType exist?) names the value instead of the field.
    assert site._(label) in str(caught.value) or isinstance(caught.value, site.DoesNotExistError)
    assert site.db.count(doctype["name"]) == count


@pytest.mark.parametrize("doctype", named(ENTERED))
def test_a_sample_is_taken(site, doctype):
    """Otherwise the refusals below would prove nothing."""
    assert site.get_doc(sample(site, doctype["name"])).insert().name


@pytest.mark.parametrize("doctype", named(ENTERED))
def test_a_text_that_is_too_long_is_refused(site, doctype):
    lengths = {field["fieldname"]: field.get("length") or 140 for field in doctype["fields"]}
    for fieldname in fields(doctype, "Data"):
        refused(site, doctype, fieldname, "ä" * (lengths[fieldname] + 1))


@pytest.mark.parametrize("doctype", named(ENTERED))
def test_a_text_that_cannot_be_read_is_refused(site, doctype):
    for fieldname in fields(doctype, "Data", "Small Text", "Text"):
        refused(site, doctype, fieldname, "Ada\x00\x1b[2J")
        if doctype["name"] != "Person" or fieldname not in NAMES:
            refused(site, doctype, fieldname, "Ada\u202elairetaM")


def test_a_refusal_names_field_and_row_as_the_form_does(site):
    site.local.lang = "de"
    note = site.get_doc({**sample(site, "Contact Note"), "minutes": "viel"})
    goals = [{"life_area": "work", "goal": "Arbeit", "indicator": text} for text in ("Vertrag", "x" * 141)]
    case = site.get_doc({**sample(site, "Case"), "goals": goals})
    for doc, place in ((note, "<strong>Minuten</strong>"), (case, "<strong>Zeile 2, Indikator</strong>")):
        with pytest.raises(site.ValidationError, match=place):
            doc.insert()


@pytest.mark.parametrize("fieldname", NAMES)
def test_a_name_is_kept_without_what_cannot_be_seen(site, person, fieldname):
    assert person(**{fieldname: "Ada\u202e\u200b  Maria"}).reload().get(fieldname) == "Ada Maria"


@pytest.mark.parametrize("doctype", named(ENTERED))
@pytest.mark.parametrize("value", ["morgen", "2026-13-45", "20260-01-01", 20260101])
def test_a_date_that_is_none_is_refused(site, doctype, value):
    # The day of a retention run is set by itself, whatever is entered.
    for fieldname in set(fields(doctype, "Date", "Datetime")) - {"run_on"}:
        refused(site, doctype, fieldname, value)


@pytest.mark.parametrize("doctype", named(ENTERED))
@pytest.mark.parametrize("value", ["viele", "1.5x", 10**12, "NaN"])
def test_a_number_that_is_none_is_refused(site, doctype, value):
    for fieldname in fields(doctype, "Int", "Float", "Percent", "Currency"):
        refused(site, doctype, fieldname, value)


@pytest.mark.parametrize("doctype", named(ENTERED))
def test_a_choice_that_is_not_offered_is_refused(site, doctype):
    for fieldname in fields(doctype, "Select"):
        refused(site, doctype, fieldname, "Erfunden")


@pytest.mark.parametrize("doctype", named(ENTERED))
def test_markup_is_never_stored_as_such(site, doctype):
    texts = fields(doctype, "Small Text", "Text", "Text Editor")
    document = site.get_doc({**sample(site, doctype["name"]), **dict.fromkeys(texts, MARKUP)})
    if doctype["name"] == "Legal Notice":
        document.applies_if = "title == 'visa'"
    stored = document.insert().reload()
    for fieldname in texts:
        assert "<script" not in (stored.get(fieldname) or "")
        assert "onerror" not in (stored.get(fieldname) or "")


@pytest.mark.parametrize("value", [FORMULA, STRANGE])
@pytest.mark.parametrize("fieldname", ["last_name", "place_of_birth"])
def test_strange_texts_stay_as_they_are(site, person, fieldname, value):
    assert person(**{fieldname: value}).reload().get(fieldname) == value
