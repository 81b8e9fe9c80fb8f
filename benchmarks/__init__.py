"""Benchmarks of KIM: ratios between servers, measured in one run; never part of the test suite."""
