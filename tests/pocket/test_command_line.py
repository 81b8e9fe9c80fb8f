"""What goes wrong at the command line is told in one sentence that says what to do, with an exit code that is not 0."""

import os
import re
import shutil
import socket
import subprocess

import pytest

from pocket import ROOT
from pocket.console import Refusal, explain, run
from tests.bench import (
    ADMIN_PASSWORD,
    PYTHON,
    TEMPLATE,
    Server,
    checkout,
    copy_site,
    free_port,
    prepare_template,
    remove_site,
    run_kim,
)


def sentence_of(done):
    """Return the one line on stderr; a traceback or a second line would be a fault of its own."""
    lines = done.stderr.strip().splitlines()
    assert done.returncode != 0, done.stdout
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("kim: ") and lines[0].endswith(".")
    return lines[0]


@pytest.fixture
def clone(tmp_path):
    return checkout(tmp_path)


def test_a_wrong_python_is_named(tmp_path):
    other = tmp_path / "python"
    code = "import sys; sys.version_info=(3,9,1,'final',0); sys.argv=['kim','start']; exec(open('kim').read())"
    other.write_text(f'#!/bin/sh\nPATH=/nowhere exec {PYTHON} -c "{code}"\n')
    other.chmod(0o755)
    done = subprocess.run([str(other)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stderr.strip() == "KIM needs Python 3.11 (this is 3.9): install it, then call ./kim again."


def test_a_busy_port_is_named_before_anything_is_done():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run_kim("start", "--port", str(port), "--no-browser")
    assert f"Port {port} cannot be used" in sentence_of(done)
    assert "--port" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["start", "--prot", "80"], "--prot"),
        (["start", "--port", "eighty"], "eighty is no port"),
        (["start", "--port", "99999"], "99999 is no port"),
        (["strat"], "strat"),
        (["start", "--profile", "cloud"], "cloud"),
        (["bench", "migrat"], "migrat"),
        (["bench", "--site", TEMPLATE, "migrate", "--wrong"], "--wrong"),
        (["bench", "--site", "nobody.localhost", "migrate"], "nobody.localhost"),
        (["bench", "--site", "../etc", "migrate"], "../etc"),
        (["start", "--setup-only", "--site", "Not A Name"], "Not A Name"),
    ],
)
def test_a_word_that_is_not_understood_is_named(arguments, named):
    prepare_template()
    assert named in sentence_of(run_kim(*arguments))


def test_help_lists_the_commands_and_verbs():
    assert {"start", "test", "bench"} <= set(re.findall(r"\w+", run_kim("--help").stdout))
    assert "set-admin-password" in run_kim("bench", "--help").stdout


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to take the network away")
def test_without_a_network_set_up_says_so(clone):
    done = run_kim("start", "--setup-only", folder=clone, before=("unshare", "-n"))
    assert "cannot be reached: check the network" in sentence_of(done)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small disk")
def test_a_full_disk_is_told_before_it_is_full(tmp_path):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", tmp_path], check=True)
    try:
        done = run_kim("start", "--setup-only", folder=checkout(tmp_path))
        assert "make room" in sentence_of(done)
        assert not (tmp_path / "env").exists()
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to mount a small disk")
def test_a_disk_that_becomes_full_is_told_too(tmp_path):
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", tmp_path], check=True)
    try:
        with pytest.raises(Refusal, match="The disk is full"):
            run(["dd", "if=/dev/zero", f"of={tmp_path}/filled", "bs=1M", "count=4"])
    finally:
        subprocess.run(["umount", tmp_path], check=True)


@pytest.mark.parametrize("said", ["OSError: [Errno 28] No space left on device", "npm ERR! code ENOSPC"])
def test_tools_that_met_a_full_disk_are_understood(said):
    assert "disk is full" in explain(said)


def test_a_fault_that_is_not_known_names_the_log():
    with pytest.raises(Refusal, match=r"false failed: see .*setup\.log"):
        run([shutil.which("false")])


# --- verbs beside a running server --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    name = copy_site(f"verbs-{os.getpid()}.test")
    running = Server(name, tmp_path_factory.mktemp("verbs") / "server.log")
    yield running
    running.stop()
    remove_site(name)


def bench(server, *arguments):
    return run_kim("bench", "--site", server.site, *arguments)


@pytest.mark.parametrize("verb", [["migrate"], ["install-app", "kim_app"], ["restore", "README.md"], ["console"]])
def test_a_verb_that_cannot_run_beside_the_server_says_what_to_do(served, verb):
    sentence = sentence_of(bench(served, *verb))
    assert f"{served.site} is being served" in sentence
    assert "stop it with Ctrl+C" in sentence


def test_a_second_server_of_a_site_is_refused(served):
    done = run_kim("start", "--site", served.site, "--port", str(free_port()), "--no-browser")
    assert f"{served.site} is already being served" in sentence_of(done)


def test_a_verb_that_changes_data_leaves_no_stale_cache_in_the_server(served):
    import requests

    client = requests.Session()
    client.post(f"{served.url}/api/method/login", {"usr": "Administrator", "pwd": ADMIN_PASSWORD}, timeout=30)
    url = f"{served.url}/api/resource/System Settings/System Settings"
    assert client.get(url, timeout=30).json()["data"].get("float_precision") != "7"
    arguments = "['System Settings', 'System Settings', 'float_precision', '7']"
    done = bench(served, "execute", "frappe.client.set_value", "--args", arguments)
    assert done.returncode == 0, done.stderr
    assert client.get(url, timeout=30).json()["data"]["float_precision"] == "7"


def test_the_administrators_password_can_be_set_beside_the_server(served):
    import requests

    assert bench(served, "set-admin-password", "another-one-9").returncode == 0
    login = {"usr": "Administrator", "pwd": "another-one-9"}
    assert requests.post(f"{served.url}/api/method/login", login, timeout=30).status_code == 200
    assert bench(served, "set-admin-password", ADMIN_PASSWORD).returncode == 0


@pytest.mark.parametrize("verb", [["clear-cache"], ["doctor"], ["backup"], ["export-fixtures"]])
def test_a_harmless_verb_works_beside_the_server(served, verb):
    done = bench(served, *verb)
    assert done.returncode == 0, done.stderr
    assert not served.faults()


def test_what_a_command_queued_is_done_when_it_ends(served):
    done = bench(
        served, "execute", "frappe.enqueue", "--args", "['frappe.log_error']", "--kwargs", "{'title': 'Queued'}"
    )
    assert done.returncode == 0, done.stderr
    found = bench(served, "execute", "frappe.client.get_count", "--args", "['Error Log', {'method': 'Queued'}]")
    assert found.stdout.strip() == "1"
