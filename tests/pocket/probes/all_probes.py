"""Importing this module registers every probe."""

from tests.pocket.probes import bench, safety, sqlite, store  # noqa: F401
