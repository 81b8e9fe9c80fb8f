"""``python -m pocket.german``: compile the catalogues."""

from pocket.german import compile_all

compile_all()
