"""A statistic is read by those with whom it is shared, and tells them nothing that they may not see."""

import pytest

from kim_app.api import statistic as api


def test_a_statistic_is_read_by_its_owner_and_the_roles_it_is_shared_with(site, statistic, acting, figures_world):
    record = statistic(document_type="Case", row_field="priority", shared_with=[{"role": "KIM Steering Member"}])
    for who in ("co", "steering"):
        with acting(figures_world.users[who]):
            assert api.run(record.name)["row_labels"]
    for who in ("co2", "cm"):
        with acting(figures_world.users[who]), pytest.raises(site.PermissionError):
            api.run(record.name)
        with acting(figures_world.users[who]), pytest.raises(site.PermissionError):
            api.download(record.name, "csv")


def test_a_shared_statistic_names_no_barrier_that_its_reader_may_not_see(site, statistic, acting, make, figures_world):
    with acting(figures_world.users["cm"]):
        barrier = make("Barrier", title="Noch ungeprüft", category="waiting", description="Lang.").name
    with acting(figures_world.users["co"]):
        due = {"responsible": "Zahlen-Rat", "due_on": "2026-12-01"}
        make("Measure", barrier=barrier, title="M", **due)
    record = statistic(document_type="Measure", row_field="barrier", shared_with=[{"role": "KIM Steering Member"}])
    for who, told in (("co", True), ("steering", False)):
        with acting(figures_world.users[who]):
            labels = api.run(record.name)["row_labels"]
            offered = [row["label"] for row in api.choices("Measure", "barrier")]
        assert ("Noch ungeprüft" in labels, "Noch ungeprüft" in offered) == (told, told)
        assert told or barrier in labels
