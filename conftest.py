"""Puts the root of the project on the path, so that tests import their helpers as tests.support."""
