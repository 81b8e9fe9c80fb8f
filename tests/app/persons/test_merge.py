"""Two records of the same person become one: nothing is lost, and nobody crosses the secrecy line on the way."""

import pytest

from kim_app.api.person import merge, merge_preview
from kim_app.persons import contact

LINKED = ("Case", "Consent", "Contact Note", "Assessment", "Referral", "Application", "Disclosure", "Family Relation")


@pytest.fixture
def double(make, person):
    """Two records of one person, with something in all of what hangs on the source."""
    home = make("Household", household_name="Haushalt der Quelle").name
    relative = person(first_name="Kind")
    source = person(
        first_name="Mohammed", last_name="Rahimi", birth_date="1990-03-02", gender="Male", place_of_birth="Herat",
        interpreter_needed=1, other_names="Mo", household=home, phone="+49 228 1", city="Bonn",
        languages=[{"language": "prs", "level": "Native"}, {"language": "de", "level": "A2"}],
        residence_periods=[
            {"residence_title": "asylum_pending", "valid_from": "2020-01-01", "valid_until": "2021-01-01"},
            {"residence_title": "permit_25_3", "valid_from": "2021-01-02", "valid_until": "2099-01-01"},
        ],
        family_relations=[{"relative": relative.name, "relation": "Child"}],
    )  # fmt: skip
    target = person(
        first_name="Muhammad", last_name="Rahimi", birth_date="1990-02-03", city="Köln",
        languages=[{"language": "de", "level": "B1"}],
        residence_periods=[{"residence_title": "permit_25_3", "valid_from": "2021-01-03", "valid_until": "2099-01-01"}],
    )  # fmt: skip
    case = make("Case", person=source.name, case_manager="Administrator")
    actor = make("Actor", actor_name="Akteur der Quelle", actor_type="other").name
    referral = make("Referral", case=case.name, actor=actor, life_area="work", reason="information")
    make("Consent", person=source.name, purpose="Counselling", given_on="2026-01-01")
    make("Consent", person=source.name, purpose="Exchange with Foreigners Office", given_on="2026-01-01")
    make("Contact Note", case=case.name, contact_on="2026-01-02 10:00:00", note="Vertraulich")
    make("Assessment", case=case.name, assessed_on="2026-01-02", scores=[{"life_area": "work", "score": 3}])
    make("Application", person=source.name, application_type="ext")
    make(
        "Disclosure", person=source.name, referral=referral.name, recipient=actor, what="Name", purpose="Vermittlung",
        legal_basis="Einwilligung", disclosed_on="2026-01-03",
    )  # fmt: skip
    return source, target, relative


def hanging_on(site, name):
    return {doctype: site.db.count(doctype, {field_to_person(site, doctype): name}) for doctype in LINKED}


def field_to_person(site, doctype):
    return next(field.fieldname for field in site.get_meta(doctype).fields if field.options == "Person")


def test_everything_that_hung_on_the_source_hangs_on_the_target(site, double):
    source, target, _relative = double
    before = hanging_on(site, source.name)
    assert all(before.values())
    merge(source.name, target.name)
    assert hanging_on(site, target.name) == before
    assert not any(hanging_on(site, source.name).values())
    assert not site.db.exists("Person", source.name)
    assert site.get_all("Case", {"person": target.name}, pluck="person_name") == ["Muhammad Rahimi"]


def test_values_are_filled_and_differing_ones_stay_readable(site, double):
    source, target, _relative = double
    merge(source.name, target.name)
    target.reload()
    assert (target.gender, target.place_of_birth, target.phone) == ("Male", "Herat", "+49 228 1")
    assert (target.first_name, str(target.birth_date), target.city) == ("Muhammad", "1990-02-03", "Köln")
    assert target.interpreter_needed == 1
    assert target.other_names == "Mo, Mohammed Rahimi"
    assert target.household == source.household
    for value in ("Mohammed", "1990", "Bonn", source.name):
        assert value in target.earlier_values


def test_rows_are_united(site, double):
    source, target, relative = double
    merge(source.name, target.name)
    target.reload()
    assert [(row.language, row.level) for row in target.languages] == [("de", "B1"), ("prs", "Native")]
    titles = [row.residence_title for row in target.residence_periods]
    assert sorted(titles) == ["asylum_pending", "permit_25_3"]
    assert "permit_25_3" in target.earlier_values
    assert target.residence_title == "permit_25_3"
    assert [(row.relative, row.relation) for row in target.family_relations] == [(relative.name, "Child")]
    relative.reload()
    assert [(row.relative, row.relation) for row in relative.family_relations] == [(target.name, "Parent")]
    relative.save()


def test_relations_between_and_to_both_become_one(site, person):
    child = person(first_name="Kind")
    source = person(family_relations=[{"relative": child.name, "relation": "Child"}])
    target = person(
        family_relations=[
            {"relative": child.name, "relation": "Child"},
            {"relative": source.name, "relation": "Sibling"},
        ]
    )
    merge(source.name, target.name)
    target.reload()
    child.reload()
    assert [row.relative for row in target.family_relations] == [child.name]
    assert [row.relative for row in child.family_relations] == [target.name]


def test_versions_and_files_move_along(site, double):
    source, target, _relative = double
    file = site.get_doc(
        {"doctype": "File", "file_name": "alt.txt", "content": "x", "is_private": 1}
    ).insert()  # a file of an earlier release; today none is attached to a person
    site.db.set_value("File", file.name, {"attached_to_doctype": "Person", "attached_to_name": source.name})
    source.reload()
    source.place_of_birth = "Kabul"
    source.save(ignore_version=False)
    merge(source.name, target.name)
    assert site.db.get_value("File", file.name, "attached_to_name") == target.name
    assert any("Kabul" in data for data in site.get_all("Version", {"docname": target.name}, pluck="data"))
    assert not site.db.exists("Deleted Document", {"deleted_name": source.name})


def test_households_are_counted_anew(site, double):
    source, target, _relative = double
    merge(source.name, target.name)
    assert site.db.get_value("Household", source.household, "size") == 1
    assert site.db.get_value("Person", target.name, "household_size") == 1


def test_a_differing_household_is_noted_where_clerks_do_not_look(site, double, make):
    source, target, _relative = double
    target.household = make("Household", household_name="Haushalt des Ziels").name
    target.save()
    merge(source.name, target.name)
    target.reload()
    assert f"Haushalt der Quelle ({source.household})" in target.earlier_family_values
    assert "Haushalt" not in target.earlier_values


@pytest.mark.parametrize("blocked", ["source", "target", "both"])
def test_an_address_block_of_either_protects_both(site, double, blocked):
    source, target, _relative = double
    for doc, name in ((source, "source"), (target, "target")):
        if blocked in (name, "both"):
            doc.reload()
            doc.address_blocked = 1
            doc.save()
    merge(source.name, target.name)
    stored = site.get_doc("Person", target.name)
    assert stored.address_blocked == 1
    assert not any(stored.get(field) for field in contact.FIELDS)
    assert "Bonn" not in (stored.earlier_values or "") and "Köln" not in (stored.earlier_values or "")
    kept = contact.contact_of(target.name)
    assert (kept["phone"], kept["city"]) == ("+49 228 1", "Köln")
    assert "Bonn" in kept["contact_hint"]
    assert site.get_all("Protected Contact", {"person": ("in", (source.name, target.name))}, pluck="name") == [
        target.name
    ]


def test_the_preview_shows_both_sides_and_what_is_kept(double):
    source, target, _relative = double
    rows = {row["label"]: row for row in merge_preview(source.name, target.name)}
    assert rows["First Name"] == {
        "label": "First Name", "source": "Mohammed", "target": "Muhammad", "kept": "Muhammad", "differs": True,
    }  # fmt: skip
    assert rows["Place of Birth"]["kept"] == "Herat"
    assert not rows["Place of Birth"]["differs"]


def test_a_failure_leaves_both_as_they_were(site, double, monkeypatch):
    source, target, _relative = double
    before = hanging_on(site, source.name), target.reload().as_dict(), source.reload().as_dict()
    monkeypatch.setattr("kim_app.persons.relations.drop_doubles", lambda _name: site.throw("zu spät"))
    with pytest.raises(site.ValidationError, match="zu spät"):
        merge(source.name, target.name)
    assert (hanging_on(site, source.name), target.reload().as_dict(), source.reload().as_dict()) == before


def test_dates_that_do_not_fit_together_refuse_the_whole(site, person):
    source, target = person(arrival_date="1990-01-01"), person(birth_date="2000-01-01")
    with pytest.raises(site.ValidationError, match="Please correct one of the two"):
        merge(source.name, target.name)
    assert site.db.exists("Person", source.name)
    assert not site.db.get_value("Person", target.name, "arrival_date")


@pytest.mark.parametrize("call", [merge, merge_preview])
@pytest.mark.parametrize(
    ("who", "source", "target"),
    [
        ("cm1", "p_case", "p_foreign"), ("cm1", "p_foreign", "p_case"), ("cm2", "p_case", "p_new"),
        ("clerk_f", "p_foreign", "p_nat"), ("coordinator", "p_case", "p_new"), ("officer", "p_case", "p_new"),
        ("nobody", "p_case", "p_new"),
    ],
)  # fmt: skip
def test_only_who_may_write_both_merges_or_looks(site, world, acting, call, who, source, target):
    docs = world.docs
    with acting(world.users[who]), pytest.raises(site.PermissionError):
        call(docs[source].name, docs[target].name)
    assert site.db.exists("Person", docs[source].name)


def test_a_case_manager_merges_own_persons(site, world, acting):
    source, target = world.docs["p_new"].name, world.docs["p_case"].name
    with acting(world.users["cm1"]):
        assert merge(source, target) == target
        assert site.get_doc("Person", target).has_permission("write")
    assert not site.db.exists("Person", source)


@pytest.fixture
def of_both_sides(site, world, acting, make, person, user_with):
    """Somebody is clerk and case manager at once, as in some districts, and entered one record for each."""
    user = user_with("KIM Case Manager", "KIM Foreigners Office Clerk")
    with acting(user):
        counselled, applicant = person().name, person().name
        make("Case", person=counselled)
        make("Application", person=applicant, application_type="ext")
    return user, counselled, applicant


def test_the_secrecy_line_is_crossed_with_a_consent_only(site, acting, make, of_both_sides):
    user, counselled, applicant = of_both_sides
    for pair in ((counselled, applicant), (applicant, counselled)):
        with acting(user), pytest.raises(site.PermissionError, match="Exchange with Foreigners Office"):
            merge(*pair)
        assert site.db.exists("Person", pair[0])
    consent = make("Consent", person=counselled, purpose="Exchange with Foreigners Office", given_on="2026-01-01")
    site.db.set_value("Consent", consent.name, "withdrawn_on", "2026-01-02")
    with acting(user), pytest.raises(site.PermissionError):
        merge(counselled, applicant)
    site.db.set_value("Consent", consent.name, "withdrawn_on", None)
    with acting(user):
        merge(applicant, counselled)
    assert site.db.get_value("Application", {"person": counselled})


def test_a_clerk_who_merges_loses_no_family(site, world, acting, person, make):
    home = make("Household", household_name="Haushalt").name
    with acting(world.users["clerk_f"]):
        source = person().name
    site.db.set_value("Person", source, {"household": home, "other_names": "Früher"})
    with acting(world.users["clerk_f"]):
        merge(source, world.docs["p_foreign"].name)
    assert site.db.get_value("Person", world.docs["p_foreign"].name, "household") == home
    assert "Früher" in site.db.get_value("Person", world.docs["p_foreign"].name, "other_names")


def test_a_record_is_not_merged_with_itself_or_with_an_anonymised_one(site, person):
    one, other = person(), person()
    with pytest.raises(site.ValidationError, match="Both are the same record"):
        merge(one.name, one.name)
    site.db.set_value("Person", other.name, "anonymised_on", "2026-01-01")
    with pytest.raises(site.ValidationError, match="An anonymised record cannot be merged"):
        merge(other.name, one.name)
    assert site.db.exists("Person", other.name)
