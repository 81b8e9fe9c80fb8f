"""The gates of a meeting."""

from kim_app.gates import Gate

GATES: tuple[Gate, ...] = ()
