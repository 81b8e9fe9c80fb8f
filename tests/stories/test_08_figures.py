"""G5 and detailed story 6: a figure built without help, downloaded as PDF, in which 1 and 2 are hidden."""

import csv
import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from tests.rest import Client

YEARS = (date.today().year - 1, date.today().year)


@pytest.fixture
def referrals(login, made):
    """Referrals of two years, each of another person: debt advice 7 and 2, language courses 5 and 6, housing 1."""
    coordinator, client = login("koordination"), login("casemanagement1")
    for name, kind in (("Zahlen-Schuldnerberatung", "debt"), ("Zahlen-Sprachschule", "course")):
        made.append(("Actor", coordinator.insert("Actor", actor_name=name, actor_type=kind)["name"]))
    numbers = {
        ("debts", "Zahlen-Schuldnerberatung"): (7, 2),
        ("language", "Zahlen-Sprachschule"): (5, 6),
        ("housing", "Zahlen-Schuldnerberatung"): (0, 1),
    }
    for (area, actor), counts in numbers.items():
        for year, count in zip(YEARS, counts, strict=True):
            for number in range(count):
                refer(client, made, area, actor, f"{year}-01-01", f"Geschichte {area} {year} {number}")
    return numbers


def refer(client, made, area, actor, day, name):
    """Enter a person with a case and one referral."""
    person = client.insert("Person", first_name="Zahlina", last_name=name)["name"]
    case = client.insert("Case", person=person)["name"]
    values = {"case": case, "actor": actor, "life_area": area, "reason": "information", "sent_on": day}
    made += [("Person", person), ("Case", case), ("Referral", client.insert("Referral", **values)["name"])]


@pytest.fixture
def statistic(login, made, referrals):
    """Referrals by life area and actor type, this year beside the last, as the coordinator builds it in the form."""
    coordinator = login("koordination")
    offered = coordinator.ask("kim_app.api.statistic.fields", document_type="Referral")
    assert {"life_area", "actor.actor_type", "sent_on"} <= {field["value"] for field in offered}
    record = coordinator.insert(
        "Statistic", title="Vermittlungen nach Lebensbereich", document_type="Referral", measure="Count",
        row_field="life_area", column_field="actor.actor_type", column_period="Year", chart_type="Bar",
        filters_json=f'[["sent_on", ">=", "{YEARS[0]}-01-01"], ["actor", "in", '
        '["Zahlen-Schuldnerberatung", "Zahlen-Sprachschule"]]]',
        shared_with=[{"role": "KIM Steering Member"}],
    )  # fmt: skip
    made.append(("Statistic", record["name"]))
    return record["name"]


def test_this_year_beside_last_year_with_small_numbers_hidden(admin, login, statistic):
    full = admin.ask("kim_app.api.statistic.run", name=statistic)
    place = {label: number for number, label in enumerate(full["row_labels"])}
    assert full["suppressed"] == 0
    assert sum(value for line in full["cells"] for value in line) == full["total"] == 21
    for user in ("koordination", "lenkungsgruppe"):
        answer = login(user).ask("kim_app.api.statistic.run", name=statistic)
        shown = [value for line in answer["cells"] for value in line if value is not None]
        assert not {1, 2} & set(shown)
        assert not {1, 2} & set(answer["row_totals"] + answer["column_totals"] + [answer["total"]])
        assert answer["suppressed"] >= 2
        assert set(answer["row_labels"]) == set(place)
        assert not follows(full, answer)


def follows(full, answer):
    """Say whether a hidden cell is the only one in its row or column although the total is shown."""
    for line, total in zip(answer["cells"], answer["row_totals"], strict=True):
        if total is not None and line.count(None) == 1:
            return True
    columns = zip(*answer["cells"], strict=True)
    return any(
        total is not None and list(column).count(None) == 1
        for column, total in zip(columns, answer["column_totals"], strict=True)
    )


def test_the_pdf_holds_the_table_and_no_small_number(login, statistic):
    answer = login("koordination").call("kim_app.api.statistic.download", name=statistic, kind="pdf")
    assert answer.status_code == 200
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Vermittlungen nach Lebensbereich" in text
    assert str(YEARS[0]) in text and str(YEARS[1]) in text
    assert "•" in text
    assert not {"1", "2"} & set(text.replace("\n", " ").split())


@pytest.mark.parametrize("user", ["casemanagement1", "auslaenderamt", "admin", "datenschutz"])
def test_who_it_is_not_shared_with_learns_nothing(login, statistic, user):
    for method, arguments in (("run", {}), ("download", {"kind": "csv"})):
        answer = login(user).call(f"kim_app.api.statistic.{method}", name=statistic, **arguments)
        assert answer.status_code == 403
        assert "Zahlen" not in answer.text


def test_a_guest_gets_no_figures(server, statistic):
    assert Client(server, None).call("kim_app.api.statistic.run", name=statistic).status_code == 403


def test_only_coordinators_build_statistics(login):
    values = {"title": "X", "document_type": "Case", "row_field": "priority", "measure": "Count"}
    for user in ("casemanagement1", "lenkungsgruppe", "auslaenderamt"):
        client = login(user)
        assert client.http.post(client.url("Statistic"), json=values, timeout=60).status_code == 403


@pytest.fixture
def codes(login, statistic):
    """Each value of that figure with a code of the Land, as the form takes them over."""
    values = login("koordination").ask("kim_app.api.land_export.labels", statistic=statistic)
    assert {(row["dimension"], row["value"]) for row in values} >= {("life_area", "debts"), ("life_area", "housing")}
    assert {row["dimension"] for row in values} == {"life_area", "actor.actor_type"}, "periods need no code"
    return [{**row, "land_code": f"=LB{number}"} for number, row in enumerate(values)]


@pytest.fixture
def mapping(login, made, statistic, codes):
    """The coordinator's mapping of that figure to the Land's names, without a code for housing yet."""
    gap = [{**row, "land_code": "" if row["value"] == "housing" else row["land_code"]} for row in codes]
    record = login("koordination").insert("Land Mapping", indicator="V1", statistic=statistic, codes=gap)
    made.append(("Land Mapping", record["name"]))
    return record


def test_the_same_rows_go_to_the_land_under_its_names_once_all_are_mapped(login, statistic, mapping, codes):
    coordinator, administrator = login("koordination"), login("admin")
    for method in ("check", "download"):
        refused = coordinator.call(f"kim_app.api.land_export.{method}")
        assert refused.status_code == 417
        assert "Wohnen" in refused.text
        assert "Schulden" not in refused.text
    assert administrator.put("Land Mapping", mapping["name"], codes=codes).status_code == 200
    answer = coordinator.call("kim_app.api.land_export.download")
    assert answer.status_code == 200
    head, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    assert head == ["Indikator des Landes", "Schlüssel des Landes", "Spalte", "Wert"]
    figure = coordinator.ask("kim_app.api.statistic.run", name=statistic)
    cells = [cell for row in figure["cells"] for cell in row]
    assert [line[3] for line in lines] == ["•" if cell is None else str(cell) for cell in cells]
    code = {row["value"]: "'" + row["land_code"] for row in codes}
    assert {line[1] for line in lines} == {code["debts"], code["language"], code["housing"]}
    assert all(re.fullmatch(r"'=LB\d · \d{4}-01", line[2]) for line in lines)
    assert "Zahlina" not in answer.text


def test_a_value_has_one_code_only(login, mapping, codes):
    coordinator = login("koordination")
    twice = [*codes, {**codes[0], "land_code": "other"}]
    refused = coordinator.put("Land Mapping", mapping["name"], codes=twice)
    assert refused.status_code == 417
    assert codes[0]["label"] in refused.text
    stored = coordinator.get("Land Mapping", mapping["name"]).json()["data"]["codes"]
    assert [row["land_code"] for row in stored] == [row["land_code"] for row in mapping["codes"]]


def test_the_mapping_holds_in_any_language_and_after_a_rename(login, admin, mapping, codes):
    coordinator = login("koordination")
    coordinator.put("Land Mapping", mapping["name"], codes=codes)
    before = coordinator.call("kim_app.api.land_export.download").content.splitlines()[1:]
    try:
        assert admin.put("Life Area", "debts", label="Geldsorgen").status_code == 200
        renamed = coordinator.call("kim_app.api.land_export.download", _lang="en").content.splitlines()
    finally:
        admin.put("Life Area", "debts", label="Schulden")
    assert renamed[0] == '\ufeff"Indicator of the Land";"Code of the Land";"Column";"Value"'.encode()
    assert sorted(renamed[1:]) == sorted(before)


@pytest.mark.parametrize("user", ["casemanagement1", "auslaenderamt", "lenkungsgruppe", "admin", "datenschutz"])
def test_nobody_else_takes_the_file(login, statistic, mapping, user):
    for method, values in (("labels", {"statistic": statistic}), ("check", {}), ("download", {})):
        answer = login(user).call(f"kim_app.api.land_export.{method}", **values)
        assert answer.status_code == 403
        assert "LB" not in answer.text
