"""Texts in which somebody could be recognised are refused, and the refusal tells nothing about who is known."""

import pytest

TITLE, DESCRIPTION = "Wartezeit auf den ersten Termin", "Termine erst nach acht Wochen."


def refused(site, barrier, who="cm1", **values):
    before = site.db.count("Barrier")
    with pytest.raises(site.ValidationError) as caught:
        barrier(who, **values)
    assert site.db.count("Barrier") == before
    return str(caught.value)


@pytest.mark.parametrize("field", ["title", "description", "proposal"])
@pytest.mark.parametrize(
    "text",
    [
        "Frau Tekle wartet",
        "Yerusalem wartet",
        "Tekles Antrag liegt",
        "tekle yerusalem wartet",
        "YERUSALEM TEKLE",
        "<p>Yerusalem <b>Tekle</b></p>",
        "geboren am 14.05.1991",
        "geboren am 14.5.91",
        "geb. 1991-05-14",
        "geb. 14. Mai 1991",
        "siehe F-2026-00012",
        "siehe f 2026 00012",
        "Akte P-00017",
        "Akte ANT-2026-00017",
        "Herr Irgendwer wartet",
        "Fatima Irgendwer wartet",
        "Irgendwer, Fatima",
    ],
)
def test_nobody_is_recognised_in_a_barrier(site, barrier, field, text):
    message = refused(site, barrier, **{field: text})
    assert "looks as if it held a name, a file number or a date of birth" in message
    assert "Tekle" not in message and "Yerusalem" not in message


@pytest.mark.parametrize(
    "text",
    [
        "Wartezeit über 8 Wochen seit dem 01.03.2026, Mo–Fr Kurs",
        "Die Deutsche Rentenversicherung und die Stadt Bonn antworten nicht.",
        "§ 25b AufenthG, SGB II, Formular A-38",
        "Eine Mutter mit zwei Kindern wartet; Frauen warten länger.",
        "zwischen 2025-01-01 und 2026-01-01",
        "Kinder, die ab dem 01.01.2025 geboren sind, haben keinen Platz.",
        "Zum Beispiel fehlt ein Kurs A2-B1.",
    ],
)
def test_what_names_nobody_is_taken(barrier, text):
    assert barrier(description=text).description == text


def test_other_clients_are_found_by_their_whole_name(site, barrier, acting, team, person):
    with acting(team.users["cm1"]):
        person(first_name="Almaz", last_name="Sommer", birth_date="2001-02-03")
    assert barrier(description="Im Sommer ist das Amt geschlossen.").name
    assert refused(site, barrier, description="Für almaz sommer dauert es lange.")
    assert refused(site, barrier, description="Geboren am 3.2.2001.")


@pytest.mark.parametrize("text", ["geb. 3.2.1999", "Geburtsdatum: 1999-02-03", "wer am 3. Februar 1999 geboren ist"])
@pytest.mark.parametrize("who", ["cm1", "co", "clerk"])
def test_what_is_called_a_birth_date_is_refused_whoever_was_born_then(site, barrier, who, text):
    assert "looks as if it held a name" in refused(site, barrier, who, description=text)


def test_the_coordinator_learns_nothing_by_trying(site, barrier, acting, team):
    """Whether a surname or a birth date belongs to a client is not told to who may not see the client."""
    reported = barrier().name
    for text in ("Tekle wartet", "seit dem 14.05.1991"):
        with acting(team.users["co"]):
            doc = site.get_doc("Barrier", reported)
            doc.description = text
            doc.save()
        assert site.db.get_value("Barrier", reported, "description") == text
    for surname in ("Tekle", "Niemandsname"):
        with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
            doc = site.get_doc("Barrier", reported)
            doc.description = f"Yerusalem {surname} wartet"
            doc.save()
        assert "looks as if it held a name" in str(caught.value)


def test_a_text_that_nobody_touches_stops_no_other_change(site, barrier, acting, team):
    reported = barrier()
    site.db.set_value("Barrier", reported.name, "description", "Herr Irgendwer wartet")
    with acting(team.users["co"]):
        doc = site.get_doc("Barrier", reported.name)
        doc.level = "Land"
        doc.save()
    assert site.db.get_value("Barrier", reported.name, "level") == "Land"


@pytest.mark.parametrize("kind", ["Planning Conference", "Case Reconstruction"])
@pytest.mark.parametrize(
    "values",
    [
        {"title": "Sitzung zu Yerusalem Tekle"},
        {"minutes": "<p>Yerusalem Tekle wartet</p>"},
        {"agenda": [{"topic": "Fall Yerusalem Tekle"}]},
        {"agenda": [{"topic": "Termine", "minutes": "Yerusalem Tekle wartet"}]},
        {"decisions": [{"decision": "Yerusalem Tekle bekommt einen Termin"}]},
        {"decisions": [{"decision": "Termin", "responsible": "Yerusalem Tekle"}]},
        {"agenda": [{"topic": "F-2026-00001"}]},
    ],
    ids=lambda values: next(iter(values)),
)
def test_meetings_about_structures_name_nobody(site, make, acting, team, kind, values):
    before = site.db.count("Meeting")
    with acting(team.users["co"]), pytest.raises(site.ValidationError) as caught:
        make("Meeting", **{"title": "S", "meeting_type": kind, "starts_on": "2026-03-01 10:00:00", **values})
    assert "Nobody may be recognised here." in str(caught.value)
    assert site.db.count("Meeting") == before


def test_participants_and_actors_may_be_named(make, acting, team):
    with acting(team.users["co"]):
        make("Actor", actor_name="Maria Hilf Klinik", actor_type="medical")
        meeting = make(
            "Meeting", title="Planung", meeting_type="Planning Conference", starts_on="2026-03-01 10:00:00",
            participants=[{"participant_name": "Fatima Müller"}],
            minutes="Fatima Müller und die Maria Hilf Klinik berichten.",
        )  # fmt: skip
    assert meeting.name


def test_a_steering_group_may_name_its_people(make, acting, team):
    with acting(team.users["co"]):
        assert make(
            "Meeting", title="Lenkungsgruppe", meeting_type="Steering Group", starts_on="2026-03-01 10:00:00",
            minutes="Frau Landrätin begrüßt.",
        ).name  # fmt: skip
