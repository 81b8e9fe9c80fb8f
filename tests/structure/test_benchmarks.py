"""The benchmarks: their arithmetic, clearing-up and answers to wrong use; no server is measured here."""

import importlib.util
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "benchmarks"


def load_package():
    """Imports benchmarks/ by its place, since its requests.py must never stand in for the library's name."""
    if "benchmarks" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "benchmarks", FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
        )
        package = importlib.util.module_from_spec(spec)
        sys.modules["benchmarks"] = package
        spec.loader.exec_module(package)


load_package()

from benchmarks import cli, compare, figures, records, session  # noqa: E402


def run_script(name, *arguments):
    return subprocess.run([sys.executable, str(FOLDER / name), *arguments], capture_output=True, text=True, timeout=30)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def test_summary_of_odd_and_even_runs():
    assert figures.summarise([3.0, 1.0, 2.0], 200) == {
        "median_ms": 2.0,
        "min_ms": 1.0,
        "max_ms": 3.0,
        "runs": 3,
        "status": 200,
    }
    assert figures.summarise([1.0, 2.0, 4.0, 100.0], 200)["median_ms"] == 3.0
    with pytest.raises(ValueError):
        figures.summarise([], 200)


def test_ratio_says_how_often_the_base_fits_into_the_other():
    assert figures.ratio(10.0, 25.0) == 2.5
    assert figures.ratio(10.0, 5.0) == 0.5
    assert figures.ratio(0, 5.0) is None
    assert figures.ratio(None, 5.0) is None
    assert figures.ratio(10.0, None) is None


def test_comparison_keeps_requests_that_only_one_server_has():
    base = {"get_case": {"median_ms": 4.0}, "post_case": {"median_ms": 10.0}}
    other = {"get_case": {"median_ms": 8.0}, "desk_page": {"median_ms": 50.0}}
    compared = figures.compare(base, other)
    assert list(compared) == ["get_case", "post_case", "desk_page"]
    assert compared["get_case"]["ratio"] == 2.0
    assert compared["post_case"]["ratio"] is None
    assert compared["desk_page"]["ratio"] is None
    assert figures.overall_ratio(compared) == 2.0
    assert "2.00" in figures.ratio_table(compared)


def test_overall_ratio_is_the_geometric_mean():
    compared = {"a": {"ratio": 2.0}, "b": {"ratio": 0.5}, "c": {"ratio": None}}
    assert figures.overall_ratio(compared) == 1.0
    assert figures.overall_ratio({}) is None


def test_two_servers_take_turns_in_being_first():
    assert [cli.run_order(2, run) for run in range(3)] == [[0, 1], [1, 0], [0, 1]]
    assert cli.run_order(1, 1) == [0]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8000", ("http", "localhost", 8000)),
        ("https://kim.example/", ("https", "kim.example", 443)),
        ("http://[::1]:8000", ("http", "::1", 8000)),
    ],
)
def test_base_url_is_taken_apart(url, expected):
    assert session.parse_base_url(url) == expected


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://localhost", "http://", "http://a:port"])
def test_wrong_base_url_is_one_sentence(url):
    with pytest.raises(session.BenchmarkError, match="is not an address of a server"):
        session.parse_base_url(url)


def test_mandatory_fields_are_filled_and_given_values_kept():
    fields = [
        {"fieldname": "first_name", "fieldtype": "Data", "reqd": 1},
        {"fieldname": "source", "fieldtype": "Select", "options": "\nOffice\nWalk-in", "reqd": 1},
        {"fieldname": "team", "fieldtype": "Link", "options": "Team", "reqd": 1},
        {"fieldname": "priority", "fieldtype": "Data", "reqd": 1, "default": "Normal"},
        {"fieldname": "goals", "fieldtype": "Table", "reqd": 1},
        {"fieldname": "note", "fieldtype": "Text", "reqd": 0},
    ]
    values = records.complete({"first_name": "Ada"}, fields, lambda doctype: f"first {doctype}")
    assert values == {"first_name": "Ada", "source": "Office", "team": "first Team"}


def test_two_saves_in_a_row_never_write_the_same_date():
    assert records.review_date(0) != records.review_date(1)


def test_refusal_is_told_in_plain_text():
    messages = json.dumps([json.dumps({"message": "<b>Consent</b>  is missing"})])
    refused = session.Answer(417, json.dumps({"_server_messages": messages}), 1.0)
    assert refused.reason() == "Consent is missing"
    assert session.Answer(401, '{"message": "Wrong password.", "exc_type": "X"}', 1.0).reason() == "Wrong password"
    assert session.Answer(502, "<h1>Bad Gateway</h1>", 1.0).reason() == "Bad Gateway"
    assert session.Answer(500, "", 1.0).reason() == "empty answer"


class StubSession:
    """Answers like a server whose Case F-2 was made by an interrupted request and whose F-1 stays."""

    base_url = "http://stub"

    def __init__(self):
        self.deleted = []

    def close(self):
        pass

    def get(self, path, **params):
        rows = [{"name": "F-1"}, {"name": "F-2"}] if path.endswith("/Case") else []
        return session.Answer(200, json.dumps({"data": rows}), 1.0)

    def call(self, method, path, **sent):
        assert method == "DELETE"
        self.deleted.append(path.rsplit("/", 1)[-1])
        return session.Answer(403 if path.endswith("F-1") else 202, "{}", 1.0)


def test_everything_made_is_deleted_and_what_stays_is_named():
    stub = StubSession()
    made = records.Records(stub, "Administrator")
    made.made = [("Person", "P-1"), ("Case", "F-1")]
    left = made.delete_all()
    assert stub.deleted == ["F-2", "F-1", "P-1"]
    assert [(record["doctype"], record["name"]) for record in left] == [("Case", "F-1")]
    assert made.made == []


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["not-an-address"],
        ["http://localhost", "--runs", "0"],
        ["http://localhost", "--warmup", "-1"],
        ["http://localhost", "--runs", "many"],
        ["http://localhost", "--no-such-option"],
    ],
)
def test_wrong_use_is_one_sentence_and_an_exit_code(arguments):
    done = run_script("requests.py", *arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.strip().endswith(".")


def test_unreachable_server_is_one_sentence_and_an_exit_code():
    url = f"http://127.0.0.1:{free_port()}"
    done = run_script("requests.py", url)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.strip() == f"{url} cannot be reached: connection refused."


def test_saved_reports_are_compared(tmp_path, capsys):
    paths = []
    for number, median in ((1, 4.0), (2, 6.0)):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps({"requests": {"get_case": {"median_ms": median}}}), encoding="utf-8")
        paths.append(str(path))
    assert compare.main(paths) == 0
    assert json.loads(capsys.readouterr().out)["ratios"]["get_case"]["ratio"] == 1.5


def test_files_that_are_no_reports_are_refused(tmp_path):
    wrong = tmp_path / "wrong.json"
    wrong.write_text("[]", encoding="utf-8")
    for arguments in ([], [str(wrong), str(wrong)], [str(tmp_path / "none.json"), str(wrong)]):
        done = run_script("compare.py", *arguments)
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
