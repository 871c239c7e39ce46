"""Every way in which people write where their server is."""

from __future__ import annotations

import pytest

from engine.base.errors import Unreachable
from engine.immich.address import Address, same_place, without_query


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("http://photos:2283", "http://photos:2283"),
        ("http://photos:2283/", "http://photos:2283"),
        ("http://photos:2283/api", "http://photos:2283"),
        ("http://photos:2283/api/", "http://photos:2283"),
        ("  HTTPS://Photos.Example/immich/api//\n", "https://photos.example/immich"),
        ("https://photos.example/immich/", "https://photos.example/immich"),
        ("https://photos.example/?apiKey=x#y", "https://photos.example"),
        ("https://photos.example/papi", "https://photos.example/papi"),
        ("photos", "https://photos"),
        ("localhost:2283", "https://localhost:2283"),
        ("[::1]:2283", "https://[::1]:2283"),
        ("photos.example.com:2283", "https://photos.example.com:2283"),
    ],
)
def test_one_server_has_one_address(text: str, base: str) -> None:
    address = Address.parse(text)
    assert address.base == base
    assert address.api == base + "/api"


def test_without_a_scheme_https_comes_first() -> None:
    bases = [a.base for a in Address.spellings(" Nas:8443/api/ ")]
    assert bases == ["https://nas:8443", "http://nas:8443"]
    assert [a.base for a in Address.spellings("http://nas")] == ["http://nas"]


@pytest.mark.parametrize(
    ("base", "shown"),
    [
        ("http://nas:2283", False),
        ("http://photos.local", False),
        ("http://192.168.1.5:2283", False),
        ("http://127.0.0.1", False),
        ("http://[::1]:2283", False),
        ("http://[fe80::1]", False),
        ("http://photos.home.arpa", False),
        ("http://8.8.8.8", True),
        ("http://photos.example.com", True),
        ("http://local.example.com", True),
        ("https://photos.example.com", False),
    ],
)
def test_a_key_is_shown_to_others_only_on_plain_ways_out_of_the_house(base: str, shown: bool) -> None:
    assert Address(base).shows_the_key is shown


@pytest.mark.parametrize(
    "text", ["", "ftp://x", "http://", "http://a b", "http://x:port", "http://x\n.y", "file:///x"]
)
def test_what_is_no_address_is_told(text: str) -> None:
    with pytest.raises(Unreachable, match="address"):
        Address.parse(text)


@pytest.mark.parametrize("text", ["http://me:secret@photos", "https://secret@photos", "me:secret@photos"])
def test_a_password_in_an_address_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(Unreachable, match="password") as error:
        Address.parse(text)
    assert "secret" not in str(error.value)


@pytest.mark.parametrize("lead", ["", "http://", " https://"])
def test_a_key_that_is_pasted_as_the_address_is_neither_looked_up_nor_repeated(lead: str) -> None:
    key = "kJ8sLq0aZp3xWm5tYv7bNc9dRf1gHh2jKl4uIo6pQw8"
    for read in (Address.parse, Address.spellings):
        with pytest.raises(Unreachable, match="looks like an API key, and was sent nowhere") as error:
            read(f"{lead}{key}")
        assert key.lower() not in str(error.value).lower()


@pytest.mark.parametrize("name", ["a" * 31, "my-photo-server-in-the-cellar-of-the-house", f"{'a' * 40}.lan"])
def test_a_long_name_of_a_machine_is_no_key(name: str) -> None:
    assert Address.parse(f"http://{name}").base == f"http://{name}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://a/x", "https://a:443/y", True),
        ("http://a/x", "http://a:80/", True),
        ("http://a/x", "https://a/x", False),
        ("https://a/x", "http://a/x", False),
        ("http://a/x", "http://a:81/x", False),
        ("http://a/x", "http://b/x", False),
        ("http://a/x", "http://a.b/x", False),
    ],
)
def test_a_key_goes_to_the_same_place_only(one: str, other: str, same: bool) -> None:
    assert same_place(one, other) is same


def test_what_is_shown_of_an_address_has_no_secret() -> None:
    assert without_query("https://u:p@a.example:8/x?key=1#f") == "https://a.example:8/x"
    assert "unreadable" in without_query("http://[")
