"""Importing this module registers every probe."""

from tests.pocket.probes import bench, desk, printing, safety, schema, sqlite, store  # noqa: F401
