"""A colleague who is responsible for a measure enters its progress, and nothing else, and nobody else's."""

import pytest

from frappe.utils import getdate, nowdate


@pytest.fixture
def own(make, acting, barrier, team):
    """A measure of the coordinator for which cm1 is responsible."""
    name = barrier("cm2").name
    with acting(team.users["co"]):
        return make(
            "Measure", barrier=name, title="Mehr Termine", responsible_type="User", responsible=team.users["cm1"],
            due_on="2026-12-01",
        )  # fmt: skip


def stored(site, measure):
    return site.get_doc("Measure", measure.name).as_dict(convert_dates_to_str=True)


@pytest.mark.parametrize("who", ["cm1", "clerk"])
def test_the_responsible_enters_progress_and_it_is_done(site, acting, team, own, who):
    site.db.set_value("Measure", own.name, "responsible", team.users[who])
    with acting(team.users[who]):
        doc = site.get_doc("Measure", own.name)
        doc.update({"progress": 100, "progress_note": "Zwei Termine mehr in der Woche."})
        doc.save()
    doc = site.get_doc("Measure", own.name)
    assert (doc.progress, doc.progress_note) == (100, "Zwei Termine mehr in der Woche.")
    assert getdate(doc.done_on) == getdate(nowdate())
    assert doc.check_due_on, "the check of the effect follows by itself"


BEYOND = [
    ({"title": "Anders"}, "Titel"),
    ({"due_on": "2027-01-01"}, "Fällig am"),
    ({"responsible_type": "User", "responsible": "koordination@kim.example"}, "Verantwortlich"),
    ({"description": "x"}, "Beschreibung"),
    ({"checked_on": "2026-01-01", "effect": "Yes"}, "Geprüft am, Wirkung"),
    ({"check_due_on": "2027-01-01"}, "Wirkung prüfen am"),
]


@pytest.mark.parametrize(("values", "named"), BEYOND)
def test_everything_else_is_refused_by_name_and_stays(site, acting, team, own, values, named):
    before = stored(site, own)
    with acting(team.users["cm1"]):
        site.local.lang = "de"
        doc = site.get_doc("Measure", own.name)
        doc.update({"progress": 50, **values})
        with pytest.raises(site.PermissionError) as caught:
            doc.save()
        site.local.lang = "en"
    assert "Alles Übrige ändert die Koordination" in str(caught.value)
    assert f"Geändert haben Sie: {named}." in str(caught.value)
    assert stored(site, own) == before


def test_another_barrier_is_refused_though_it_is_visible(site, acting, team, own, barrier):
    other = barrier("cm1", title="Ein anderes Hindernis").name
    with acting(team.users["cm1"]):
        doc = site.get_doc("Measure", own.name)
        doc.barrier = other
        with pytest.raises(site.PermissionError, match="Everything else is changed by the coordination"):
            doc.save()
    assert site.db.get_value("Measure", own.name, "barrier") == own.barrier


@pytest.mark.parametrize("who", ["cm2", "clerk", "steering"])
def test_nobody_else_enters_progress(site, acting, team, own, who):
    before = stored(site, own)
    with acting(team.users[who]):
        doc = site.get_doc("Measure", own.name)
        doc.progress = 90
        with pytest.raises(site.PermissionError):
            doc.save()
        assert not doc.has_permission("write")
    assert stored(site, own) == before


def test_an_actor_of_the_same_name_gives_no_right(site, acting, team, own):
    site.db.set_value("Measure", own.name, "responsible_type", "Actor")
    with acting(team.users["cm1"]):
        assert not site.has_permission("Measure", "write", own.name)
        assert site.has_permission("Measure", "read", own.name)


def test_a_measure_that_was_given_to_somebody_else_is_changed_no_more(site, acting, team, own):
    site.db.set_value("Measure", own.name, "responsible", team.users["cm2"])
    with acting(team.users["cm1"]):
        assert not site.has_permission("Measure", "write", own.name)
    with acting(team.users["cm2"]):
        assert site.has_permission("Measure", "write", own.name)
        assert not site.has_permission("Measure", "delete", own.name)


def test_the_coordinator_changes_everything(site, acting, team, own):
    with acting(team.users["co"]):
        doc = site.get_doc("Measure", own.name)
        doc.update({"title": "Anders", "due_on": "2027-01-01", "progress": 20})
        doc.save()
    assert site.db.get_value("Measure", own.name, ["title", "progress"]) == ("Anders", 20)


def test_the_note_names_nobody(site, acting, team, own):
    with acting(team.users["cm1"]):
        doc = site.get_doc("Measure", own.name)
        for text in ("Für Frau Tekle geklärt", "Yerusalem Tekle ist zufrieden", f"siehe {team.cases['cm1']}"):
            doc.reload()
            doc.progress_note = text
            with pytest.raises(site.ValidationError, match="Nobody may be recognised here"):
                doc.save()
    assert site.db.get_value("Measure", own.name, "progress_note") is None
