"""Notices: what practice needs to know about a title and an application."""

from datetime import date, timedelta

import pytest

SOON, PAST = str(date.today() + timedelta(60)), str(date.today() - timedelta(400))


@pytest.mark.parametrize(
    ("kind", "values", "text", "there"),
    [
        ("ext", {"title_at_receipt": "permit_104c", "title_valid_until": SOON}, "Keine Fiktionswirkung", True),
        ("res_25b", {"title_at_receipt": "permit_104c", "title_valid_until": SOON}, "Keine Fiktionswirkung", False),
        ("res_25a", {"title_at_receipt": "permit_104c", "title_valid_until": SOON}, "Titel gilt fort", True),
        ("ext", {"title_at_receipt": "permit_104c", "title_valid_until": SOON}, "Titel gilt fort", False),
        ("ext", {"title_at_receipt": "permit_18a", "title_valid_until": SOON}, "§ 81 Abs. 4 und 5 AufenthG", True),
        ("ext", {"title_at_receipt": "permit_18a", "title_valid_until": PAST}, "Antrag nach Ablauf", True),
        ("ext", {"title_at_receipt": "permit_18a"}, "Antrag nach Ablauf", False),
        ("ext", {"receives_benefits": 1}, "§ 53 AufenthV", True),
        ("set_9", {"receives_benefits": 1}, "§ 53 AufenthV", False),
        ("set_26_3", {"title_at_receipt": "permit_25_2_refugee"}, "§ 52 AufenthV", True),
        ("nat_10", {"criminal_investigation": 1}, "§ 12a Abs. 3 StAG", True),
        ("nat_10", {}, "§ 12a Abs. 3 StAG", False),
        ("nat_10", {"deception_on": PAST}, "Einbürgerungssperre", True),
        ("nat_10", {"deception_on": "2010-01-01"}, "Einbürgerungssperre", False),
        ("nat_10", {"received_on": "2023-08-23"}, "§ 40a StAG", True),
        (
            "nat_10",
            {"stay_since": "2023-01-01", "received_on": "2026-01-05"},
            "Keine Einbürgerung nach drei Jahren",
            True,
        ),
        ("nat_10", {"title_at_receipt": "permit_24"}, "reicht für die Anspruchseinbürgerung nicht", True),
        ("nat_10", {"title_at_receipt": "settlement_9"}, "reicht für die Anspruchseinbürgerung nicht", False),
    ],
)
def test_a_notice_is_shown_where_it_concerns(apply_for, kind, values, text, there):
    assert (text in apply_for(kind, **values).notices) is there


def test_notices_follow_a_changed_type_and_an_administrators_list(site, apply_for, acting):
    application = apply_for("ext", title_at_receipt="permit_104c")
    with acting(application.clerk):
        application.application_type = "res_25b"
        application.save()
    assert "Keine Fiktionswirkung" not in application.notices
    site.db.set_value("Legal Notice", "no_fiction_104c", "active", 0)
    assert "Keine Fiktionswirkung" not in apply_for("ext", title_at_receipt="permit_104c").notices


def test_a_notice_with_a_wrong_condition_is_refused(site, make, expect_refusal):
    with expect_refusal("there is no fact “tittle”", "Legal Notice"):
        make("Legal Notice", code="wrong", label="Falsch", message="x", applies_if="tittle == 'permit_104c'")
