"""On 2.x a link is handed on by a copy of all links of something that it shows."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

from engine.immich.given import ImmichGivenWriter


def writer(shown: dict[str, set[str]], bringing: set[str]) -> tuple[ImmichGivenWriter, list[str]]:
    """Return a writer on a server of 2.x where only some assets bring the link `l`, and what was copied from."""
    copied: list[str] = []

    def write(method: str, path: str, *, body: dict[str, Any]) -> None:
        copied.append(body["sourceId"])
        if body["sourceId"] in bringing:
            shown["l"].add(body["targetId"])

    reader = Mock()
    reader.capabilities.link_assets_scoped = False
    reader.link.side_effect = lambda link: frozenset(shown[link])
    reader.links_of.side_effect = lambda asset: [link for link, assets in shown.items() if asset in assets]
    return ImmichGivenWriter(Mock(write=write), reader), copied


def test_the_named_source_is_asked_first() -> None:
    given, copied = writer({"l": {"a", "b"}}, {"a", "b"})
    given.add_to_links("new", {"l": "b"})
    assert copied == ["b"]


def test_what_was_in_the_link_for_a_moment_only_is_not_the_last_word() -> None:
    """Two uploads that came back at a time copied from one another, and one of them stayed without its link."""
    given, copied = writer({"l": {"a", "b"}}, {"b"})
    given.add_to_links("new", {"l": "gone"})
    assert copied == ["a", "b"]


def test_a_link_that_shows_nothing_is_given_up() -> None:
    given, copied = writer({"l": set()}, set())
    given.add_to_links("new", {"l": "gone"})
    assert copied == ["gone"]
