"""Each gate of an application: refused with what is missing and where to enter it, passed when it is there."""

import pytest


def refused(site, step, doc, action, text):
    state = doc.reload().workflow_state
    with pytest.raises(site.ValidationError) as caught:
        step(doc, action)
    assert text in str(caught.value)
    assert site.db.get_value("Application", doc.name, "workflow_state") == state


def change(acting, doc, **values):
    with acting(doc.clerk):
        doc.reload()
        doc.update(values)
        doc.save()


def test_a_decision_needs_every_mandatory_requirement_answered(site, apply_for, acting, step):
    application = step(apply_for("res_25b"), "Check Formally", "Begin Review")
    refused(site, step, application, "Prepare Decision", "Mandatory requirements without an answer: Duldung oder Titel")
    with acting(application.clerk):
        for row in application.requirements:
            row.shortfall = "Not Fulfilled"
        application.save()
    assert step(application, "Prepare Decision").workflow_state == "Decision"


def test_granting_in_spite_of_a_shortfall_needs_a_reason(site, apply_for, acting, step, answer_all):
    application = answer_all(apply_for("res_25b"))
    with acting(application.clerk):
        application.requirements[0].update({"fulfilled": 0, "shortfall": "Not Fulfilled"})
        application.save()
    step(application, "Check Formally", "Begin Review", "Prepare Decision")
    refused(site, step, application, "Grant", "Please give the reason for granting nevertheless")
    change(acting, application, decision_note="Ausnahme nach § 5 Abs. 3 AufenthG")
    assert step(application, "Grant").workflow_state == "Granted"
    assert str(application.decided_on) == site.utils.nowdate()
    assert application.granted_title == "permit_25b"


def test_a_refusal_needs_its_legal_basis_or_reasons(site, apply_for, acting, step, answer_all):
    application = step(answer_all(apply_for("res_25b")), "Check Formally", "Begin Review", "Prepare Decision")
    refused(site, step, application, "Refuse", "A refusal needs its legal basis or its reasons")
    change(acting, application, legal_basis="§ 25b Abs. 2 AufenthG")
    assert step(application, "Refuse").workflow_state == "Refused"


def test_a_naturalisation_ends_with_its_certificate(site, apply_for, acting, step, answer_all):
    about = {"nationality": "Brazil"}
    application = answer_all(apply_for("nat_10", about=about, stay_since="2015-01-01"))
    step(application, "Check Formally", "Begin Review", "Prepare Decision", "Grant")
    assert not application.completed_on, "it takes effect with the certificate (§ 16 StAG)"
    refused(site, step, application, "Hand Over Certificate", "The day of the certificate is missing")
    change(acting, application, certificate_on=site.utils.nowdate())
    step(application, "Hand Over Certificate")
    assert application.completion_type == "Naturalised"
    assert str(application.completed_on) == site.utils.nowdate()
    assert (application.previous_nationalities, application.years_of_stay > 9) == ("Brazil", True)


def test_only_a_naturalisation_ends_with_a_certificate(site, apply_for, acting, step, answer_all):
    from kim_app.gates.application import certificate

    application = step(answer_all(apply_for("res_25b")), "Check Formally", "Begin Review", "Prepare Decision", "Grant")
    assert "Only a naturalisation ends with a certificate" in certificate(application)
    with pytest.raises(site.ValidationError):
        step(application, "Hand Over Certificate")
    assert application.reload().workflow_state == "Granted"


def test_waiting_for_papers_needs_an_open_request(site, apply_for, acting, step):
    application = step(apply_for("res_25b"), "Check Formally")
    refused(site, step, application, "Request Documents", "No request for papers is open")
    with acting(application.clerk):
        application.append("document_requests", {"papers": "Pass"})
        application.save()
    assert step(application, "Request Documents").workflow_state == "Documents Requested"


def test_waiting_for_authorities_needs_an_open_question(site, apply_for, acting, step):
    application = step(apply_for("nat_10"), "Check Formally", "Begin Review")
    refused(site, step, application, "Consult Authorities", "No question to an authority is open")
    with acting(application.clerk):
        application.append("consultations", {"authority_text": "Verfassungsschutz", "legal_basis": "§ 37 Abs. 2 StAG"})
        application.save()
    assert step(application, "Consult Authorities").workflow_state == "Authorities Consulted"
