"""Every function of KIM that can be called from outside: who may, decided one by one. A new one without a row fails."""

import ast
import inspect
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "apps" / "kim_app" / "kim_app"

CM, CO = "KIM Case Manager", "KIM Coordinator"
CLERKS = ("KIM Foreigners Office Clerk", "KIM Naturalisation Clerk")
OFFICER, STEERING = "KIM Data Protection Officer", "KIM Steering Member"
NETWORK = (CM, CO, *CLERKS, STEERING)
DOCUMENT = "whoever may read the document that is named"

# Dotted path below kim_app → the roles that may call it, or DOCUMENT where the named document decides.
CALLERS = {
    "api.data_protection.export": (OFFICER,),
    "api.data_protection.approve": (OFFICER,),
    "api.data_protection.discard": (OFFICER,),
    "api.data_protection.kinds_with_personal_data": (OFFICER, "KIM Administrator"),
    "guards.get_open_count": DOCUMENT,
    "guards.get_link_title": DOCUMENT,
    "guards.forms.getdoc": DOCUMENT,
    "guards.forms.get_docinfo": DOCUMENT,
    "guards.forms.savedocs": DOCUMENT,
    "guards.forms.get_communications": DOCUMENT,
    "charts.get": DOCUMENT,
    "api.person.possible_duplicates": (CM, *CLERKS),
    "api.person.household_members": DOCUMENT,
    "api.person.merge_preview": (CM, *CLERKS),
    "api.person.merge": (CM, *CLERKS),
    "api.annual_report.figures": DOCUMENT,
    "api.application.request_papers": DOCUMENT,
    "api.application.renew_checklist": DOCUMENT,
    "api.application.first_in_queue": DOCUMENT,
    "api.application.naturalisation_file": (CLERKS[1],),
    "api.barrier.draft_from_case": DOCUMENT,
    "api.barrier.draft_from_meeting": DOCUMENT,
    "api.barrier.similar": NETWORK,
    "api.barrier.add_occurrence": DOCUMENT,
    "api.barrier.own_occurrences": DOCUMENT,
    "api.barrier.gather": DOCUMENT,
    "api.barrier.figures": DOCUMENT,
    "api.barrier.put_on_agenda": DOCUMENT,
    "api.meeting.measure_from_decision": DOCUMENT,
    "api.meeting.proposals": DOCUMENT,
    "api.meeting.fill_agenda": DOCUMENT,
    "api.meeting.send_invitations": DOCUMENT,
    "api.meeting.calendar_file": DOCUMENT,
    "api.meeting.make_tasks": DOCUMENT,
    "api.measure.figures": DOCUMENT,
    "api.actor.confirm": DOCUMENT,
    "api.actor.suggest_change": DOCUMENT,
    "api.referral.find_actors": NETWORK,
    "api.referral.consent_state": DOCUMENT,
    "api.referral.barrier_draft": DOCUMENT,
    "api.referral.report_barrier": DOCUMENT,
    "api.referral.mail_recipients": DOCUMENT,
    "api.referral.notify_actor": DOCUMENT,
    "api.case.hand_over": DOCUMENT,
    "api.case.follow_up": DOCUMENT,
    "api.case.review_done": DOCUMENT,
    "api.case.propose_review": (CM,),
    "api.case.assessment_start": DOCUMENT,
    "api.case.assessment_picture": DOCUMENT,
    "api.case.my_caseload": (CM,),
    "api.case.case_managers": (CM, CO),
    "api.consent.draft": DOCUMENT,
    "api.consent.sign": DOCUMENT,
    "api.consent.withdraw": DOCUMENT,
    "api.land_export.labels": DOCUMENT,
    "api.land_export.check": (CO, "KIM Administrator"),
    "api.land_export.download": (CO, "KIM Administrator"),
    "api.workflow.get_transitions": DOCUMENT,
    "api.workflow.needs_comment": DOCUMENT,
    "api.workflow.get_workflow_state_count": ("System Manager",),
    "api.workflow.state_numbers": DOCUMENT,
    "api.workflow.move_documents": DOCUMENT,
    "api.workflow.try_out": DOCUMENT,
    "api.statistic.run": DOCUMENT,
    "api.statistic.fields": NETWORK,
    "api.statistic.choices": NETWORK,
    "api.statistic.chart": DOCUMENT,
    "api.statistic.roles": (CO,),
    "api.statistic.workspaces": (CO,),
    "api.statistic.readers": (CO,),
    "api.statistic.download": DOCUMENT,
}


# What may be asked by GET as well, since it changes nothing.
READING = {
    *(name for name in CALLERS if name.startswith(("guards.", "charts.", "api.statistic.", "api.land_export."))),
    "api.data_protection.kinds_with_personal_data",
    "api.workflow.get_transitions",
    "api.workflow.needs_comment",
    "api.workflow.get_workflow_state_count",
    "api.workflow.state_numbers",
    "api.workflow.try_out",
    "api.person.possible_duplicates",
    "api.person.household_members",
    "api.person.merge_preview",
    "api.annual_report.figures",
    "api.application.first_in_queue",
    "api.barrier.draft_from_case",
    "api.barrier.draft_from_meeting",
    "api.barrier.similar",
    "api.barrier.own_occurrences",
    "api.barrier.figures",
    "api.meeting.proposals",
    "api.meeting.calendar_file",
    "api.measure.figures",
    "api.referral.find_actors",
    "api.referral.consent_state",
    "api.referral.barrier_draft",
    "api.referral.mail_recipients",
    "api.case.propose_review",
    "api.case.assessment_start",
    "api.case.assessment_picture",
    "api.case.my_caseload",
    "api.case.case_managers",
}


def endpoints():
    """Yield (dotted path, function node) of each whitelisted function or method below kim_app."""
    for path in sorted(APP.rglob("*.py")):
        parts = path.relative_to(APP).with_suffix("").parts
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any("whitelist" in ast.unparse(d) for d in node.decorator_list):
                yield f"{module}.{node.name}", node


ENDPOINTS = dict(endpoints())


def test_each_endpoint_has_a_row_and_each_row_an_endpoint():
    assert set(ENDPOINTS) - set(CALLERS) == set(), "decide who may call it, and test it with a wrong role"
    assert set(CALLERS) - set(ENDPOINTS) == set()


@pytest.mark.parametrize("name", ENDPOINTS)
def test_an_endpoint_has_typed_arguments_and_says_what_it_does(name):
    node = ENDPOINTS[name]
    arguments = [argument for argument in (*node.args.args, *node.args.kwonlyargs) if argument.arg != "self"]
    assert all(argument.annotation for argument in arguments)
    assert node.returns is not None
    assert ast.get_docstring(node)
    assert node.args.vararg is None


@pytest.mark.parametrize("name", sorted(set(CALLERS) - READING))
def test_what_changes_something_is_no_link_that_somebody_can_be_led_to(site, name):
    function = site.get_attr(f"kim_app.{name}")
    assert site.allowed_http_methods_for_whitelisted_func[function] == ["POST"]


@pytest.mark.parametrize("name", ENDPOINTS)
def test_no_endpoint_is_open_to_guests(name):
    assert "allow_guest" not in "".join(ast.unparse(decorator) for decorator in ENDPOINTS[name].decorator_list)


CALLED_BY_ROLE = [name for name, callers in CALLERS.items() if callers is not DOCUMENT and name in ENDPOINTS]


@pytest.mark.parametrize("name", CALLED_BY_ROLE)
def test_everybody_else_is_refused_and_learns_nothing(site, acting, user_with, name):
    from tests.permissions.conftest import PEOPLE

    function = site.get_attr(f"kim_app.{name}")
    parameters = inspect.signature(function).parameters.values()
    needed = [parameter for parameter in parameters if parameter.default is inspect.Parameter.empty]
    arguments = {each.name: 2026 if each.annotation in (int, "int") else "P-00001" for each in needed}
    for roles in set(PEOPLE.values()):
        if set(roles) & set(CALLERS[name]):
            continue
        with acting(user_with(*roles)), pytest.raises((site.PermissionError, site.ValidationError)) as caught:
            function(**arguments)
        assert caught.type is site.PermissionError, f"{roles}: {caught.value}"
