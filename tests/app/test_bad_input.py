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


def with_field(*types):
    """Name every field of these types of every DocType, so that no test runs over nothing."""
    return [
        pytest.param(doctype, fieldname, id=f"{doctype['name']}-{fieldname}")
        for doctype in ENTERED
        for fieldname in fields(doctype, *types)
    ]


def refusal(site, doctype, fieldname, value):
    """Insert a sample with one bad value, and return what the refusal must name, what it says, and what is new."""
    document = sample(site, doctype["name"])
    count = site.db.count(doctype["name"])
    label = next(field["label"] for field in doctype["fields"] if field["fieldname"] == fieldname)
    with pytest.raises(site.ValidationError) as caught:
        site.get_doc({**document, fieldname: value}).insert()
    # What is asked for before anything else (does this DocType exist?) names the value instead of the field.
    place = str(value) if isinstance(caught.value, site.DoesNotExistError) else site._(label)
    return place, str(caught.value), site.db.count(doctype["name"]) - count


@pytest.mark.parametrize("doctype", named(ENTERED))
def test_a_sample_is_taken(site, doctype):
    """Otherwise the refusals below would prove nothing."""
    assert site.get_doc(sample(site, doctype["name"])).insert().name


@pytest.mark.parametrize(("doctype", "fieldname"), with_field("Data"))
def test_a_text_that_is_too_long_is_refused(site, doctype, fieldname):
    length = next(field.get("length") or 140 for field in doctype["fields"] if field["fieldname"] == fieldname)
    place, said, new = refusal(site, doctype, fieldname, "ä" * (length + 1))
    assert place in said
    assert new == 0


@pytest.mark.parametrize("text", ["Ada\x00\x1b[2J", "Ada\u202elairetaM"])
@pytest.mark.parametrize(("doctype", "fieldname"), with_field("Data", "Small Text", "Text"))
def test_a_text_that_cannot_be_read_is_refused(site, doctype, fieldname, text):
    if "\u202e" in text and doctype["name"] == "Person" and fieldname in NAMES:
        # Names are cleaned of what cannot be seen, since they come out of other registers.
        assert site.get_doc({**sample(site, "Person"), fieldname: text}).insert().get(fieldname) == "AdalairetaM"
        return
    place, said, new = refusal(site, doctype, fieldname, text)
    assert place in said
    assert new == 0


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


# The day of a retention run is set by itself, whatever is entered.
DAYS = [param for param in with_field("Date", "Datetime") if param.values[1] != "run_on"]


@pytest.mark.parametrize(("doctype", "fieldname"), DAYS)
@pytest.mark.parametrize("value", ["morgen", "2026-13-45", "20260-01-01", 20260101])
def test_a_date_that_is_none_is_refused(site, doctype, fieldname, value):
    place, said, new = refusal(site, doctype, fieldname, value)
    assert place in said
    assert new == 0


@pytest.mark.parametrize(("doctype", "fieldname"), with_field("Int", "Float", "Percent", "Currency"))
@pytest.mark.parametrize("value", ["viele", "1.5x", 10**12, "NaN"])
def test_a_number_that_is_none_is_refused(site, doctype, fieldname, value):
    place, said, new = refusal(site, doctype, fieldname, value)
    assert place in said
    assert new == 0


@pytest.mark.parametrize(("doctype", "fieldname"), with_field("Select"))
def test_a_choice_that_is_not_offered_is_refused(site, doctype, fieldname):
    place, said, new = refusal(site, doctype, fieldname, "Erfunden")
    assert place in said
    assert new == 0


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
