"""A statistic on workspaces and by mail: whoever gets to see it may read it, and no number leaves KIM."""

import json

import pytest

from frappe.desk.search import search_link

from kim_app.api import statistic as api
from kim_app.figures import mailing, picture, workspaces

STEERING = "KIM Steering Member"
SHAPE = {"document_type": "Case", "row_field": "person.nationality", "column_field": "priority", "title": "Offen"}
SHARED = {"shared_with": [{"role": STEERING}]}
PLACED = {"workspaces": [{"workspace": "Steering Group"}]}


def blocks(site, workspace="Steering Group"):
    content = json.loads(site.db.get_value("Workspace", workspace, "content"))
    return [block["data"]["chart_name"] for block in content if block["type"] == "chart"]


def charts(site, workspace="Steering Group"):
    rows = site.get_all("Workspace Chart", {"parent": workspace}, ["chart_name", "label"], order_by="idx")
    return {row.label: row.chart_name for row in rows}


def test_a_coordinator_puts_a_figure_on_the_workspace_of_the_steering_group(site, statistic, figures_world):
    before, modified = blocks(site), site.db.get_value("Workspace", "Steering Group", "modified")
    record = statistic(**SHAPE, **SHARED, **PLACED, chart_type="Line")
    assert blocks(site) == [*before, "Offen"]
    kinds = [block["type"] for block in json.loads(site.db.get_value("Workspace", "Steering Group", "content"))]
    assert "shortcut" not in kinds[: len(kinds) - kinds[::-1].index("chart")], "a picture stands among the pictures"
    chart = site.get_doc("Dashboard Chart", charts(site)["Offen"])
    assert (chart.chart_type, chart.source, chart.type) == ("Custom", "Statistic", "Line")
    assert [row.role for row in chart.roles] == [STEERING]
    # A release brings its workspaces anew by their date; the charts are put there again after it.
    assert site.db.get_value("Workspace", "Steering Group", "modified") == modified
    record.title = "Offene Fälle"
    record.save()
    assert blocks(site) == [*before, "Offene Fälle"]
    record.workspaces = []
    record.save()
    assert blocks(site) == before and not site.db.exists("Dashboard Chart", chart.name)


def test_the_chart_shows_what_the_reader_may_see(site, statistic, acting, figures_world):
    record = statistic(**SHAPE, **SHARED, **PLACED)
    name = charts(site)["Offen"]
    with acting(figures_world.users["steering"]):
        drawn, answer = api.chart(name, filters="{}"), api.run(record.name)
    assert answer["suppressed"] and drawn["labels"]
    values = [value for row in drawn["datasets"] for value in row["values"]]
    assert not {1, 2} & set(values)
    assert values == [line[place] for place in range(len(drawn["datasets"])) for line in answer["cells"]]
    assert any(label.endswith("•") for label in drawn["labels"]), "a hidden number is marked, and drawn as nothing"
    assert None in values and drawn["kim_picture"] in ("bars", "map")
    record.chart_type = "Line"
    along = picture.chart(record, answer)
    assert [label.removesuffix(" •") for label in along["labels"]] == answer["column_labels"]
    assert along["kim_picture"] == "lines"
    assert [row["values"] for row in along["datasets"]] == answer["cells"], "a line breaks off at a hidden number"
    for stranger in ("co2", "cm"):
        with acting(figures_world.users[stranger]), pytest.raises(site.PermissionError):
            api.chart(name)
    for other in ("Barriers by State", "No Such Chart"):
        with acting(figures_world.users["steering"]), pytest.raises(site.PermissionError):
            api.chart(other)


def test_a_release_that_brings_the_workspace_anew_keeps_the_chart(site, statistic, figures_world):
    statistic(**SHAPE, **SHARED, **PLACED)
    placed = blocks(site)
    site.db.set_value("Workspace", "Steering Group", "content", json.dumps([{"type": "spacer", "data": {}}]))
    site.db.delete("Workspace Chart", {"parent": "Steering Group"})
    workspaces.show_all()
    assert blocks(site) == ["Offen"] and "Offen" in placed
    workspaces.show_all()
    assert blocks(site) == ["Offen"]


def test_two_figures_of_one_title_stand_beside_each_other(site, statistic, figures_world):
    first, second = (statistic(**SHAPE, **SHARED, **PLACED) for _ in range(2))
    labels = [label for label, chart in charts(site).items() if chart.startswith("Statistic ")]
    assert len(labels) == len(set(labels)) == 2
    first.delete()
    assert [chart for chart in charts(site).values() if chart.startswith("Statistic ")] == [f"Statistic {second.name}"]


@pytest.mark.parametrize("workspace", ["Coordination", "Case Management", "KIM"])
def test_no_figure_stands_where_others_see_it(site, statistic, expect_refusal, workspace):
    before = blocks(site, workspace)
    with expect_refusal("is seen by other roles as well", "Statistic"):
        statistic(**SHAPE, **SHARED, workspaces=[{"workspace": workspace}])
    assert blocks(site, workspace) == before


def test_the_form_offers_what_may_be_chosen(site, statistic, acting, figures_world):
    users = figures_world.users

    def offered(doctype, endpoint, **filters):
        """Ask as a link field of the form does."""
        return {row["value"] for row in search_link(doctype, "", f"kim_app.api.statistic.{endpoint}", filters)}

    with acting(users["co"]):
        roles = offered("Role", "roles")
        places = offered("Workspace", "workspaces", roles=STEERING)
        readers = offered("User", "readers", roles=f"{STEERING},System Manager")
    assert {STEERING, "KIM Coordinator"} <= roles and "KIM Administrator" not in roles
    assert places == {"Steering Group"}
    assert {users["steering"], users["co"]} <= readers and users["cm"] not in readers


@pytest.fixture
def mails(site, monkeypatch):
    """Collect the mails instead of queueing them."""
    sent = []
    monkeypatch.setattr(site, "sendmail", lambda **mail: sent.append(mail))
    return sent


@pytest.fixture
def on(site, monkeypatch):
    """Return a function that runs the daily job of a day."""

    def run(day):
        monkeypatch.setattr(mailing, "nowdate", lambda: day)
        mailing.send_due()

    return run


@pytest.mark.parametrize(
    ("every", "days", "number"),
    [
        ("Week", ("2026-03-02", "2026-03-03", "2026-03-08", "2026-03-10"), 2),
        ("Month", ("2026-03-20", "2026-03-31", "2026-04-02", "2026-04-03"), 2),
        ("Quarter", ("2026-02-01", "2026-03-31", "2026-04-01"), 2),
    ],
)
def test_a_mail_is_sent_once_in_each_period_even_if_the_job_was_late(
    statistic, figures_world, mails, on, every, days, number
):
    recipients = {"mail_every": every, "mail_to": [{"user": figures_world.users["steering"]}]}
    record = statistic(**SHAPE, **SHARED, **recipients)
    for day in days:
        on(day)
    assert len(mails) == number
    record.reload()
    assert str(record.mailed_on) in days


def test_the_mail_holds_a_link_and_nothing_else_in_the_language_of_the_reader(
    site, statistic, figures_world, mails, on
):
    site.db.set_value("User", figures_world.users["steering"], "language", "de")
    recipients = {"mail_every": "Week", "mail_to": [{"user": figures_world.users["steering"]}]}
    record = statistic(**{**SHAPE, "title": "Nur drei Fälle aus Eritrea"}, **SHARED, **recipients)
    on("2026-03-02")
    [mail] = mails
    assert mail["recipients"] == [figures_world.users["steering"]]
    assert mail["subject"] == "Eine Auswertung liegt für Sie bereit"
    assert record.name in mail["message"] and "attachments" not in mail
    assert not any(word in f"{mail['subject']} {mail['message']}" for word in ("Eritrea", "drei", "Ukraine"))


def test_who_lost_the_role_or_left_gets_no_mail(site, statistic, figures_world, mails, on):
    users = figures_world.users
    recipients = {"mail_every": "Week", "mail_to": [{"user": users["steering"]}, {"user": users["co"]}]}
    statistic(**SHAPE, **SHARED, **recipients)
    site.db.delete("Has Role", {"parent": users["steering"]})
    site.clear_cache(user=users["steering"])
    on("2026-03-02")
    assert [mail["recipients"] for mail in mails] == [[users["co"]]]
    site.db.set_value("User", users["co"], "enabled", 0)
    on("2026-03-10")
    assert len(mails) == 1


def test_mail_goes_to_readers_alone(figures_world, statistic, expect_refusal):
    for user, text in ((figures_world.users["cm"], "has none of the roles"), (None, "Please choose who gets the mail")):
        to = [{"user": user}] if user else []
        with expect_refusal(text, "Statistic"):
            statistic(**SHAPE, **SHARED, mail_every="Week", mail_to=to)


def test_one_that_fails_keeps_back_no_other(site, statistic, figures_world, mails, on, monkeypatch):
    recipients = {"mail_every": "Week", "mail_to": [{"user": figures_world.users["steering"]}]}
    first, second = (statistic(**SHAPE, **SHARED, **recipients) for _ in range(2))
    send, errors = mailing.send, site.db.count("Error Log")
    broken = lambda record, day: 1 / 0 if record.name == first.name else send(record, day)  # noqa: E731
    monkeypatch.setattr(mailing, "send", broken)
    on("2026-03-02")
    assert len(mails) == 1 and second.name in mails[0]["message"]
    assert site.db.count("Error Log") == errors + 1
    assert site.db.get_value("Statistic", first.name, "mailed_on") is None, "it is tried again"
