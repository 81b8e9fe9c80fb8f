"""The queue: by day of receipt within office and type; who jumps it says why, and that stays."""

import pytest

from frappe.desk.form.utils import update_comment

from kim_app.api.application import first_in_queue

OLDER, OLD, NEW = "2025-12-01", "2025-12-02", "2026-01-05"


def jump(site, step, doc, action):
    with pytest.raises(site.ValidationError) as caught:
        step(doc, action)
    return str(caught.value)


def infos(site, doc):
    filters = {"reference_name": doc.name, "comment_type": "Info"}
    return site.get_all("Comment", filters=filters, fields=["name", "content", "owner", "comment_by"])


def test_the_older_application_comes_first(site, apply_for, step):
    older, newer = apply_for("res_25a", received_on=OLD), apply_for("res_25a", received_on=NEW)
    step(newer, "Check Formally")
    message = jump(site, step, newer, "Begin Review")
    assert older.name in message and "Reason for Working Out of Turn" in message
    assert newer.reload().workflow_state == "Formal Check"
    step(older, "Check Formally", "Begin Review")
    assert step(newer, "Begin Review").workflow_state == "Under Review"
    assert not infos(site, newer)


def test_a_jump_with_a_reason_is_logged_and_the_clerk_cannot_alter_the_log(site, apply_for, acting, step):
    older, newer = apply_for("res_25a", received_on=OLD), apply_for("res_25a", received_on=NEW)
    with acting(newer.clerk):
        newer.jump_reason = "Ausbildung beginnt <b>morgen</b>"
        newer.save()
    step(newer, "Check Formally", "Begin Review")
    (log,) = infos(site, newer)
    assert older.name in log.content and "Ausbildung beginnt" in log.content and "<b>" not in log.content
    assert log.comment_by == "Tester"
    with acting(newer.clerk):
        with pytest.raises(site.PermissionError):
            update_comment(log.name, "nichts")
        with pytest.raises(site.PermissionError):
            site.delete_doc("Comment", log.name)
    assert infos(site, newer) == [log]


def test_who_waits_for_others_and_other_types_do_not_hold_up_the_queue(site, apply_for, acting, step):
    apply_for("chg", received_on=OLDER)
    papers = apply_for("res_25a", received_on=OLD, document_requests=[{"papers": "Pass"}])
    step(papers, "Check Formally", "Request Documents")
    suspended = apply_for("res_25a", received_on=OLD, suspensions=[{"reason": "Ermittlung", "suspended_on": NEW}])
    step(suspended, "Suspend")
    withdrawn = step(apply_for("res_25a", received_on=OLD), "Withdraw")
    assert withdrawn.workflow_state == "Withdrawn"
    same_day = apply_for("res_25a", received_on=NEW)
    newer = step(apply_for("res_25a", received_on=NEW), "Check Formally", "Begin Review")
    assert newer.workflow_state == "Under Review"
    assert same_day.reload().workflow_state == "Received"


def test_an_older_one_under_review_holds_up_the_decision(site, apply_for, step, answer_all):
    older = step(apply_for("res_25a", received_on=OLD), "Check Formally", "Begin Review")
    newer = answer_all(step(apply_for("res_25a", received_on=NEW), "Check Formally", "Begin Review"))
    assert older.name in jump(site, step, newer, "Prepare Decision")
    assert newer.reload().workflow_state == "Under Review"


def test_a_city_may_go_without_a_queue(site, apply_for, step):
    apply_for("res_25a", received_on=OLD)
    site.db.set_single_value("KIM Settings", "queue_by_receipt", 0)
    site.clear_document_cache("KIM Settings", "KIM Settings")
    newer = step(apply_for("res_25a", received_on=NEW), "Check Formally", "Begin Review")
    assert newer.workflow_state == "Under Review" and not infos(site, newer)


def test_only_a_clerk_of_the_office_is_told_who_comes_first(site, apply_for, acting, clerks, user_with):
    older, newer = apply_for("res_25a", received_on=OLD), apply_for("res_25a", received_on=NEW)
    with acting(clerks["f"]):
        assert first_in_queue(newer.name, "Under Review")["name"] == older.name
        assert first_in_queue(newer.name, "Formal Check") is None
        assert first_in_queue(older.name, "Under Review") is None
    for user in (clerks["n"], user_with("KIM Case Manager"), user_with()):
        with acting(user), pytest.raises(site.PermissionError):
            first_in_queue(newer.name, "Under Review")
