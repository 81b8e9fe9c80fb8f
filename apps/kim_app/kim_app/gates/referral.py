"""The gates of a referral."""

from kim_app.gates import Gate

GATES: tuple[Gate, ...] = ()
