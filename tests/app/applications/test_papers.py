"""Missing papers: one click asks for them; the letter names papers, date and consequence."""

from datetime import timedelta

import pytest

from frappe.utils import getdate, nowdate
from frappe.www.printview import get_html_and_style

from kim_app.api.application import renew_checklist, request_papers


@pytest.fixture
def two_missing(apply_for, acting, step, keys):
    """A § 25b application under review, in which the certificate of German and the contract are missing."""
    application = step(apply_for("res_25b", about={"address_line": "Musterweg 1"}), "Check Formally", "Begin Review")
    with acting(application.clerk):
        for row in application.requirements:
            row.fulfilled = row.requirement_key not in ("german", "livelihood")
        application.save()
    return application


def test_one_click_asks_for_the_missing_papers(site, two_missing, acting, keys):
    with acting(two_missing.clerk):
        answer = request_papers(two_missing.name)
    two_missing.reload()
    (request,) = two_missing.document_requests
    assert answer["workflow_state"] == two_missing.workflow_state == "Documents Requested"
    assert len(request.papers.splitlines()) == 2
    assert "Zertifikat A2" in request.papers and "Arbeitsvertrag" in request.papers
    assert request.due_on == getdate() + timedelta(28)
    assert request.reminder_on == getdate() + timedelta(21)
    assert "§ 82" in request.consequence
    assert str(keys(two_missing, "german").requested_on) == nowdate()
    assert not keys(two_missing, "stay").requested_on


def test_dates_of_ones_own_are_taken(site, two_missing, acting):
    due, reminder = getdate() + timedelta(10), getdate() + timedelta(5)
    with acting(two_missing.clerk):
        request_papers(two_missing.name, due, reminder)
    (request,) = two_missing.reload().document_requests
    assert (request.due_on, request.reminder_on) == (due, reminder)


def test_a_date_that_has_passed_is_refused(site, two_missing, acting):
    with acting(two_missing.clerk), pytest.raises(site.ValidationError) as caught:
        request_papers(two_missing.name, getdate() - timedelta(1))
    assert "the papers are due after the day of the request" in str(caught.value)
    assert not site.db.count("Document Request", {"parent": two_missing.name})


def test_nothing_missing_means_nothing_to_ask_for(site, apply_for, acting, answer_all):
    application = answer_all(apply_for("res_25b"))
    with acting(application.clerk), pytest.raises(site.ValidationError) as caught:
        request_papers(application.name)
    assert "There is nothing to ask the applicant for" in str(caught.value)


def test_what_the_office_obtains_itself_is_not_asked_for(apply_for, acting):
    application = apply_for("res_25b")
    with acting(application.clerk):
        papers = request_papers(application.name)["papers"]
    assert "Bundeszentralregister" not in papers and "Zertifikat A2" in papers


def test_the_request_ends_when_all_papers_have_come(site, two_missing, acting, keys):
    with acting(two_missing.clerk):
        request_papers(two_missing.name)
        two_missing.reload()
        keys(two_missing, "german").fulfilled = 1
        two_missing.save()
        assert not two_missing.document_requests[0].answered_on
        keys(two_missing, "livelihood").received_on = nowdate()
        two_missing.save()
    assert str(two_missing.document_requests[0].answered_on) == nowdate()
    assert str(keys(two_missing, "german").received_on) == nowdate()


def test_a_naturalisation_letter_states_its_own_law(apply_for, acting):
    application = apply_for("nat_10", document_requests=[{"papers": "Pass"}])
    assert "§ 34 StAG" in application.document_requests[0].consequence


@pytest.mark.parametrize("who", ["n", "case manager", "nobody"])
def test_only_clerks_of_the_office_ask_for_papers(site, two_missing, acting, clerks, user_with, who):
    user = clerks["n"] if who == "n" else user_with(*(["KIM Case Manager"] if who != "nobody" else []))
    with acting(user):
        for call in (request_papers, renew_checklist):
            with pytest.raises(site.PermissionError):
                call(two_missing.name)
    assert not site.db.count("Document Request", {"parent": two_missing.name})


def test_an_administrators_new_requirement_reaches_open_applications_on_demand(site, two_missing, acting, keys):
    kind = site.get_doc("Application Type", "res_25b")
    kind.append("requirements", {"requirement": "Foto nach Muster"})
    kind.save()
    with acting(two_missing.clerk):
        renew_checklist(two_missing.name)
    two_missing.reload()
    assert "foto_nach_muster" in keys(two_missing)
    assert keys(two_missing, "stay").fulfilled


def test_the_letter_names_papers_date_and_consequence(site, two_missing, acting):
    site.db.set_single_value("KIM Settings", "letter_sender", "Stadt Musterstadt\nAusländeramt")
    site.clear_document_cache("KIM Settings", "KIM Settings")
    with acting(two_missing.clerk):
        request_papers(two_missing.name)
        html = get_html_and_style("Application", two_missing.name, "Request for Papers")["html"]
    request = two_missing.reload().document_requests[0]
    for text in (
        "Ausländeramt",
        "Antragstellerin",
        "Musterweg 1",
        "Zertifikat A2",
        site.utils.global_date_format(request.due_on),
    ):
        assert text in html
    assert "82" in html and two_missing.name in html


def test_the_letter_is_not_for_the_case_manager(site, world, acting, make):
    with acting(world.users["clerk_f"]):
        request_papers(world.docs["app_foreign"].name)
    person = world.docs["p_foreign"].name
    make("Case", person=person, case_manager=world.users["cm1"])
    make("Consent", person=person, purpose="Exchange with Foreigners Office", given_on=nowdate())
    with acting(world.users["cm1"]), pytest.raises(site.PermissionError):
        get_html_and_style("Application", world.docs["app_foreign"].name, "Request for Papers")
