"""Finding the right actor in the directory."""

import pytest

from frappe.utils import add_days, add_months, nowdate

AREA = "digital"


@pytest.fixture
def directory(site, office, make, acting):
    """Actors for the life area “digital”, which the demo data does not use for these names."""

    def actor(name, **values):
        given = {"actor_type": "debt", "verified_on": nowdate(), "life_areas": [{"life_area": AREA}], "city": "Bonn"}
        return make("Actor", actor_name=f"Netztest {name}", **{**given, **values}).name

    def offer(actor, **values):
        return make("Offer", **{"offer_name": f"Angebot {actor}", "actor": actor, **values}).name

    arabic = [{"language": "ar"}, {"language": "de"}]
    with acting(office.coordinator):
        old = actor("alt", languages=arabic, verified_on=add_months(nowdate(), -13), postal_code="53111")
        offer(old, free_places=9)
        near = actor("nah", languages=arabic, district="Tannenbusch", engagement="Volunteer", postal_code="53119")
        offer(near, free_places=2, waiting_weeks=3, life_areas=[{"life_area": AREA}])
        quick = actor("schnell", languages=[{"language": "de"}], engagement="Both", city="Köln")
        offer(quick, free_places=1, waiting_weeks=1)
        full = actor("voll", languages=arabic)
        offer(full, free_places=0, capacity=5)
        ended = actor("vorbei", life_areas=[])
        offer(ended, free_places=5, life_areas=[{"life_area": AREA}], valid_until=add_days(nowdate(), -2))
        actor("zu", accepts_referrals=0)
        actor("weg", active=0)
    site.set_user(office.cm)


def found(**wanted):
    from kim_app.api.referral import find_actors

    rows = find_actors(life_area=AREA, **wanted)
    return [row["actor"].removeprefix("Netztest ") for row in rows if row["actor"].startswith("Netztest ")]


def test_confirmed_come_first_then_free_places_then_waiting_time(directory):
    assert found() == ["schnell", "nah", "voll", "alt"]


def test_who_is_closed_gone_or_over_is_not_found(directory):
    assert not {"zu", "weg", "vorbei"} & set(found())


def test_by_language_and_free_places_two_are_found_one_not_confirmed(directory):
    from kim_app.api.referral import find_actors

    assert found(language="ar", free_places=True) == ["nah", "alt"]
    rows = {row["actor"]: row for row in find_actors(life_area=AREA, language="ar", free_places=True)}
    assert rows["Netztest nah"]["confirmed"] is True
    assert rows["Netztest alt"]["confirmed"] is False
    assert rows["Netztest alt"]["verification"] == "not confirmed for 12 months"


@pytest.mark.parametrize(
    ("place", "names"),
    [("köln", ["schnell"]), ("53119", ["nah"]), ("531", ["nah", "alt"]), ("tannen", ["nah"]), ("Xanten", [])],
)
def test_by_place(directory, place, names):
    assert found(place=place) == names


def test_both_kinds_of_engagement_count_for_each(directory):
    assert found(engagement="Volunteer") == ["schnell", "nah"]
    assert found(engagement="Full-time") == ["schnell"]


def test_an_offer_that_says_nothing_of_itself_takes_language_and_area_of_its_actor(directory):
    from kim_app.api.referral import find_actors

    row = next(row for row in find_actors(life_area=AREA) if row["actor"] == "Netztest schnell")
    assert (row["offer"] is not None, row["languages"], row["language_labels"]) == (True, ["de"], ["Deutsch"])
    assert row["actor_type_label"] == "Schuldnerberatung"


def test_the_number_of_queries_does_not_grow_with_the_directory(site, directory, office, make, acting, monkeypatch):
    from kim_app.api.referral import find_actors

    def queries():
        count, ask = [0], site.db.sql

        def counted(*args, **kwargs):
            count[0] += 1
            return ask(*args, **kwargs)

        with monkeypatch.context() as patch:
            patch.setattr(site.db, "sql", counted)
            rows = find_actors(life_area=AREA)
        return count[0], len(rows)

    find_actors(life_area=AREA)
    before, few = queries()
    with acting(office.coordinator):
        for number in range(20):
            name = make("Actor", actor_name=f"Viele {number}", actor_type="mso", life_areas=[{"life_area": AREA}]).name
            make("Offer", offer_name="Treff", actor=name, free_places=3)
    site.set_user(office.cm)
    after, many = queries()
    assert many == few + 20
    assert after == before <= 12


def test_who_has_no_directory_finds_nothing(site, user_with):
    from kim_app.api.referral import find_actors

    for user in [user_with(role) for role in ("KIM Data Protection Officer", "KIM Administrator")]:
        site.set_user(user)
        with pytest.raises(site.PermissionError):
            find_actors(life_area=AREA)
