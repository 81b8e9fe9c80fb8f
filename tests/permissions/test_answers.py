"""The answer to a save holds no field that its author may not read."""

from tests.rest import Client


def test_a_coordinator_who_saves_a_barrier_is_told_no_case(server, admin, made):
    cases = admin.get("Case", limit_page_length=1, fields=["name"]).json()["data"]
    barrier = admin.insert(
        "Barrier", title="Wartezeit am Schalter", category="waiting", description="Monatelang kein Termin.",
        occurrences=[{"case": cases[0]["name"]}],
    )  # fmt: skip
    made.append(("Barrier", barrier["name"]))
    coordinator = Client(server, "koordination@kim.example")
    answer = coordinator.put("Barrier", barrier["name"], proposal="Ein Schalter mehr.")
    assert answer.status_code == 200
    assert cases[0]["name"] not in answer.text
    told = coordinator.call(
        "frappe.client.set_value", doctype="Barrier", name=barrier["name"], fieldname="level", value="Land"
    )
    assert told.status_code == 200
    assert cases[0]["name"] not in told.text
    stored = admin.get("Barrier", barrier["name"]).json()["data"]
    assert [row["case"] for row in stored["occurrences"]] == [cases[0]["name"]]
    assert stored["proposal"] == "Ein Schalter mehr."
