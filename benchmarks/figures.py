"""Pure arithmetic on measured times: medians, ratios, tables. All times are in milliseconds."""

import statistics


def summarise(times_ms, status):
    """Returns the figures of one request: median, least and greatest time, number of runs, HTTP status."""
    if not times_ms:
        raise ValueError("no times were measured")
    return {
        "median_ms": round(statistics.median(times_ms), 3),
        "min_ms": round(min(times_ms), 3),
        "max_ms": round(max(times_ms), 3),
        "runs": len(times_ms),
        "status": status,
    }


def ratio(base_ms, other_ms):
    """Returns other divided by base, without unit (2.0: the other takes twice as long), or None."""
    if not base_ms or other_ms is None:
        return None
    return round(other_ms / base_ms, 3)


def compare(base, other):
    """Returns per request the two medians (ms) and their ratio; requests that only one has get None."""
    names = list(base) + [name for name in other if name not in base]
    compared = {}
    for name in names:
        base_ms = base.get(name, {}).get("median_ms")
        other_ms = other.get(name, {}).get("median_ms")
        compared[name] = {"base_ms": base_ms, "other_ms": other_ms, "ratio": ratio(base_ms, other_ms)}
    return compared


def overall_ratio(compared):
    """Returns the geometric mean of all ratios, without unit, or None where there is none."""
    ratios = [entry["ratio"] for entry in compared.values() if entry["ratio"]]
    return round(statistics.geometric_mean(ratios), 3) if ratios else None


def ratio_table(compared):
    """Returns the comparison as text for people: name, base ms, other ms, ratio."""
    lines = [f"{'request':<26}{'base ms':>12}{'other ms':>12}{'ratio':>9}"]
    for name, entry in compared.items():
        cells = (shown(entry["base_ms"]), shown(entry["other_ms"]), shown(entry["ratio"], 2))
        lines.append(f"{name:<26}{cells[0]:>12}{cells[1]:>12}{cells[2]:>9}")
    lines.append(f"{'geometric mean':<26}{'':>12}{'':>12}{shown(overall_ratio(compared), 2):>9}")
    return "\n".join(lines)


def shown(value, digits=1):
    """Returns a number with so many decimal places, or a dash where there is none."""
    return "–" if value is None else f"{value:.{digits}f}"
