"""Compares two reports that requests.py printed: compare.py BASE.json OTHER.json."""

import json
import sys
from pathlib import Path


def read_requests(path):
    """Returns the measured requests of a report file; raises ValueError with one sentence."""
    try:
        report = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}.") from error
    except ValueError as error:
        raise ValueError(f"{path} is not JSON: {error}.") from error
    requests = report.get("requests") if isinstance(report, dict) else None
    if not isinstance(requests, dict):
        raise ValueError(f"{path} is not a report of benchmarks/requests.py.")
    return requests


def main(arguments):
    """Prints the ratios as JSON and as a table; returns the exit code."""
    from benchmarks.figures import compare, overall_ratio, ratio_table

    if len(arguments) != 2:
        print("Two reports are needed: compare.py BASE.json OTHER.json.", file=sys.stderr)
        return 2
    try:
        compared = compare(*(read_requests(path) for path in arguments))
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(ratio_table(compared), file=sys.stderr)
    print(json.dumps({"ratios": compared, "overall_ratio": overall_ratio(compared)}, indent=2))
    return 0


if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)
    sys.exit(main(sys.argv[1:]))
