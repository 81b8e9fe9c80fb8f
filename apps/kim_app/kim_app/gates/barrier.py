"""The gates of a barrier."""

from kim_app.gates import Gate

GATES: tuple[Gate, ...] = ()
