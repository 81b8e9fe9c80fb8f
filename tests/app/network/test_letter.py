"""The letter to an actor says what the consent covers."""

import pytest


@pytest.fixture
def printed(site):
    """Return a function that prints a referral as the text of its letter."""

    def html(doc):
        page = site.get_print("Referral", doc.name, "Referral Letter", no_letterhead=1)
        return page.split('<div class="kim-letter">')[1]

    return html


def test_a_sent_referral_names_person_actor_request_and_contact(site, office, sent, printed):
    site.set_user("Administrator")
    site.db.set_single_value("KIM Settings", "letter_sender", "Stadt Musterstadt\nKIM")
    site.clear_document_cache("KIM Settings", "KIM Settings")
    doc = sent(request="Bitte um Schuldnerberatung")
    site.db.set_value("Consent", doc.consent, "scope", "Name und Anliegen")
    page = printed(doc)
    for text in ("Ada Beispiel", office.advice, "Bitte um Schuldnerberatung", "Stadt Musterstadt", "Name und Anliegen"):
        assert text in page, text
    for text in ("1990", "0228 123", office.person, office.case):
        assert text not in page, text


def test_a_draft_names_nobody(office, consent, referral, printed):
    page = printed(referral())
    assert "Ada" not in page
    assert "Entwurf" in page or "draft" in page


def test_names_are_text(site, sent, printed):
    doc = sent(request="<script>alert(1)</script>Hilfe & Rat")
    assert "<script>alert(1)" not in printed(doc)
