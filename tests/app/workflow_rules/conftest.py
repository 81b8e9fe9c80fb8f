"""A workflow of barriers and of cases to which a test gives its rules."""

import pytest


@pytest.fixture
def give_rules(site):
    """Return a function that adds rows to the workflow of a DocType: give_rules("Case", kim_step_rules=[{…}])."""
    changed = []

    def give(doctype, **tables):
        workflow = site.get_doc("Workflow", {"document_type": doctype, "is_active": 1})
        for table, rows in tables.items():
            for row in rows:
                workflow.append(table, row)
        changed.append(workflow.name)
        return workflow.save()

    yield give
    for name in changed:
        site.clear_document_cache("Workflow", name)


@pytest.fixture
def case(world, acting, make):
    """The case of cm1 in Intake, with a consent to counselling."""
    with acting(world.users["cm1"]):
        make("Consent", person=world.docs["p_case"].name, purpose="Counselling")
        case = world.docs["case"]
        case.reload()
        case.workflow_state = "Intake"
        return case.save()
