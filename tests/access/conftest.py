"""The world of two schools, for every test of who gets in where."""

from access_world import world  # noqa: F401 a fixture
