"""Command line of requests.py: arguments, the order of measuring, the report."""

import argparse
import json
import os
import platform
import signal
import sys
from collections import namedtuple
from datetime import UTC, datetime

from benchmarks import figures
from benchmarks.plan import Skipped, open_plan
from benchmarks.session import BenchmarkError

Target = namedtuple("Target", "url user password host_header report timeout cleaner cleaner_password")

EXIT_INCOMPLETE = 1  # measured, but a request failed or a record could not be deleted
EXIT_UNUSABLE = 2  # nothing could be measured


class OneSentenceParser(argparse.ArgumentParser):
    """Says what is wrong with an argument in one sentence, without the usage text."""

    def error(self, message):
        self.exit(EXIT_UNUSABLE, f"{message[:1].upper()}{message[1:]}; --help shows the options.\n")


def read_arguments(arguments):
    """Return the options; an option that is not understood ends the program with one sentence."""
    parser = OneSentenceParser(
        prog="requests.py", description="Measures REST and Desk requests of a Frappe server with KIM."
    )
    parser.add_argument("base_url", metavar="BASE_URL", help="for example http://localhost:8000")
    parser.add_argument("--against", metavar="OTHER_URL", help="second server, measured alternately")
    parser.add_argument("--user", default="Administrator")
    parser.add_argument("--password", default=os.environ.get("KIM_BENCHMARK_PASSWORD", ""))
    parser.add_argument("--against-user", metavar="USER", help="default: --user")
    parser.add_argument("--against-password", metavar="PASSWORD", help="default: --password")
    parser.add_argument("--host-header", metavar="SITE", help="the site, if the address does not name it")
    parser.add_argument("--against-host-header", metavar="SITE")
    parser.add_argument("--cleaner", metavar="USER", help="who deletes, if --user may not")
    parser.add_argument("--cleaner-password", default="", metavar="PASSWORD")
    parser.add_argument("--report", default="", metavar="NAME", help="script report to run")
    parser.add_argument("--runs", type=positive, default=7, help="measured repetitions (default 7)")
    parser.add_argument("--warmup", type=not_negative, default=2, help="unmeasured ones before (default 2)")
    parser.add_argument("--timeout", type=positive, default=60, help="seconds to wait for an answer")
    parser.add_argument("--json-indent", type=not_negative, default=None, metavar="N")
    return parser.parse_args(arguments)


def positive(text):
    """Read a whole number of at least 1."""
    return bounded(text, 1)


def not_negative(text):
    """Read a whole number of at least 0."""
    return bounded(text, 0)


def bounded(text, least):
    """Returns the whole number in a text; raises argparse's error where it is less than `least`."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a whole number") from None
    if number < least:
        raise argparse.ArgumentTypeError(f"{number} is less than {least}")
    return number


def say(text):
    """Write one line of progress to standard error."""
    print(text, file=sys.stderr, flush=True)


def measure_request(name, plans, runs, warmup):
    """Measures one request on all plans alternately; returns its entry of the report for each plan."""
    times = [[] for _ in plans]
    entries = [None for _ in plans]
    for run in range(warmup + runs):
        for index in run_order(len(plans), run):
            if entries[index]:
                continue
            entry = measure_once(plans[index].requests()[name], run, times[index], run >= warmup)
            entries[index] = entry
    return [entry or figures.summarise(taken, 200) for entry, taken in zip(entries, times, strict=True)]


def run_order(count, run):
    """Returns the indexes of the servers in the order of this run: forwards, then backwards, in turn."""
    indexes = list(range(count))
    return indexes if run % 2 == 0 else indexes[::-1]


def measure_once(request, run, times, counted):
    """Sends one request and keeps its time (ms) if it counts; returns an entry if measuring must end."""
    try:
        answer = request(run)
    except Skipped as note:
        return {"status": None, "runs": 0, "skipped": str(note)}
    except BenchmarkError as error:
        return {"status": None, "runs": 0, "error": str(error)}
    if not answer.ok:
        return {"status": answer.status, "runs": 0, "error": answer.reason()}
    if counted:
        times.append(answer.elapsed_ms)
    return None


def measure(plans, options):
    """Measures all requests; returns for each plan {request name: figures in ms}."""
    results = [{} for _ in plans]
    for name in plans[0].requests():
        entries = measure_request(name, plans, options.runs, options.warmup)
        for result, entry in zip(results, entries, strict=True):
            result[name] = entry
        say(f"{name:<22}" + "   ".join(described(entry) for entry in entries))
    return results


def described(entry):
    """Returns one measured entry in words for the progress."""
    if "skipped" in entry:
        return f"skipped: {entry['skipped']}"
    if "error" in entry:
        return f"failed ({entry['status']}): {entry['error']}"
    return f"{entry['median_ms']:8.1f} ms ({entry['min_ms']:.1f} to {entry['max_ms']:.1f})"


def targets(options):
    """Returns the servers to measure: one, or two with --against."""
    common = (options.report, options.timeout, options.cleaner, options.cleaner_password)
    found = [Target(options.base_url, options.user, options.password, options.host_header, *common)]
    if options.against:
        user = options.against_user or options.user
        password = options.against_password or options.password
        host_header = options.against_host_header or options.host_header
        found.append(Target(options.against, user, password, host_header, *common))
    return found


def open_plans(options):
    """Opens the plan of each server; if one fails, the others are cleaned up."""
    plans = []
    try:
        for target in targets(options):
            plans.append(open_plan(target))
            say(f"logged in on {target.url} as {target.user}")
    except BaseException:
        clean_up(plans)
        raise
    return plans


def clean_up(plans):
    """Deletes what the plans made; returns for each plan the records that stayed."""
    left = []
    for plan in plans:
        stayed = plan.records.delete_all()
        for record in stayed:
            say(f"could not delete {record['doctype']} {record['name']}: {record['reason']}")
        plan.session.close()
        left.append(stayed)
    return left


def build_report(options, results, servers, left):
    """Returns the report: of one server as it is, of two as base, other and their ratios."""
    head = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "runs": options.runs,
        "warmup": options.warmup,
        "client": {"python": platform.python_version(), "platform": platform.platform()},
    }
    parts = [
        {"server": server, "requests": result, "left_behind": stayed}
        for server, result, stayed in zip(servers, results, left, strict=True)
    ]
    if len(parts) == 1:
        return head | parts[0]
    compared = figures.compare(results[0], results[1])
    return head | {
        "base": parts[0],
        "other": parts[1],
        "ratios": compared,
        "overall_ratio": figures.overall_ratio(compared),
    }


def run(options):
    """Measures, cleans up and prints the report; returns the exit code."""
    plans = open_plans(options)
    left = []
    try:
        results = measure(plans, options)
        servers = [plan.server_info() for plan in plans]
    finally:
        left = clean_up(plans)
    report = build_report(options, results, servers, left)
    if len(plans) == 2:
        say("\n" + figures.ratio_table(report["ratios"]))
    print(json.dumps(report, indent=options.json_indent, ensure_ascii=False))
    failed = any("error" in entry for result in results for entry in result.values())
    return EXIT_INCOMPLETE if failed or any(left) else 0


def stop(signal_number, frame):
    """End as Ctrl+C does, so that records are cleaned up."""
    raise KeyboardInterrupt


def main(arguments=None):
    """Run the program; return the exit code."""
    options = read_arguments(arguments)
    signal.signal(signal.SIGTERM, stop)
    try:
        return run(options)
    except BenchmarkError as error:
        say(str(error))
        return EXIT_UNUSABLE
    except KeyboardInterrupt:
        say("Interrupted; the records made so far were deleted.")
        return 130
