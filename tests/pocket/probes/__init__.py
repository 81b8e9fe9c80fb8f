"""For each fix one small proof that it is needed: passes with the fix, fails without it.

A probe is a function that gets the connected framework. It runs in a process of its own, on a site of its own
(see test_each_fix_is_needed.py), since a fix is in force from the first import on.
"""

PROBES = {}


def probe(fix: str, *, site: bool = True):
    """Decorator: the function proves the fix of that name (``site=False``: it needs no connection)."""

    def register(function):
        PROBES[fix] = (function, site)
        return function

    return register
