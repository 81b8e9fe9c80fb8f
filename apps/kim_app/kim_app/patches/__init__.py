"""Patches: bounded, safe to repeat, and silent about what an administrator changed."""
