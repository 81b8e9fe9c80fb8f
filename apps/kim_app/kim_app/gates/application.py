"""The gates of a application."""

from kim_app.gates import Gate

GATES: tuple[Gate, ...] = ()
