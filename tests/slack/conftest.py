"""A workspace of our own for every test here."""

from tests.support.slack.workspace import open_town, slack, town

__all__ = ["open_town", "slack", "town"]
