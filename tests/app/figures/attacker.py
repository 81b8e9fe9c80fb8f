"""Somebody who wants to know a hidden number: collects sums that were shown, and solves for what can stand behind."""

from collections.abc import Hashable, Iterable

MOST_STEPS = 200_000


class Attacker:
    """Knows that the sum of some groups of documents lies between two numbers; every group holds 0 or more."""

    def __init__(self):
        self.sums: list[tuple[frozenset[Hashable], int, int | None]] = []

    def learn(self, atoms: Iterable[Hashable], least: int, most: int | None):
        """Note what is known of the sum of some groups."""
        self.sums.append((frozenset(atoms), least, most))

    def can_be(self, atoms: Iterable[Hashable], number: int, hint: dict) -> bool:
        """Say whether the sum of some groups can be `number`, by an exact search for whole numbers.

        `hint` says where to begin the search; it changes how long it takes and not what is found. A search that is
        given up counts as if nothing was found.
        """
        sums = [*self.sums, (frozenset(atoms), number, number)]
        bounds = {atom: (0, None) for group, _l, _m in sums for atom in group}
        self.steps = 0
        return self._search(sums, bounds, hint)

    def _search(self, sums: list, bounds: dict, hint: dict) -> bool:
        self.steps += 1
        if self.steps > MOST_STEPS or not narrow(sums, bounds):
            return False
        open_atoms = [atom for atom, (least, most) in bounds.items() if most is None or least < most]
        if not open_atoms:
            return True
        atom = min(open_atoms, key=lambda each: (width(bounds[each]), str(each)))
        least, most = bounds[atom]
        most = hint.get(atom, 0) + 8 if most is None else most
        for value in sorted(range(least, most + 1), key=lambda each: abs(each - hint.get(atom, 0))):
            if self._search(sums, {**bounds, atom: (value, value)}, hint):
                return True
        return False


def width(bound) -> int:
    """Return how many numbers lie within a bound."""
    least, most = bound
    return 10**6 if most is None else most - least


def narrow(sums: list, bounds: dict) -> bool:
    """Draw every conclusion from single sums until nothing changes; False if they contradict each other."""
    changed = True
    while changed:
        changed = False
        for group, least, most in sums:
            low = sum(bounds[atom][0] for atom in group)
            tops = [bounds[atom][1] for atom in group]
            high = None if None in tops else sum(tops)
            if (most is not None and low > most) or (high is not None and high < least):
                return False
            for atom in group:
                new = conclusion(bounds[atom], low, high, least, most)
                if new != bounds[atom]:
                    low, high = low + new[0] - bounds[atom][0], None
                    bounds[atom], changed = new, True
                    tops = [bounds[each][1] for each in group]
                    high = None if None in tops else sum(tops)
    return True


def conclusion(bound, low, high, least, most):
    """Return the bound of one part, given the bounds of the sum and of all parts together."""
    bottom, top = bound
    if most is not None:
        reachable = most - (low - bottom)
        top = reachable if top is None else min(top, reachable)
    if high is not None:
        bottom = max(bottom, least - (high - bound[1]))
    return bottom, top
