"""Tests of the app kim_app, on a site of their own."""
