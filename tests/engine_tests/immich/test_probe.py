"""What an address without a scheme means, found out without showing the key."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.base.errors import Unreachable
from engine.immich import connect
from engine.immich.address import Address
from engine.immich.probe import find
from tests.engine_tests.immich.stub import KEY, Stub, running, set_server


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Stub]:
    """Serve with a certificate that we sign ourselves."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("no openssl to make a certificate with")
    key, certificate = tmp_path / "key.pem", tmp_path / "ours.pem"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    made = [openssl, "req", "-x509", *kind, "-keyout", str(key), "-out", str(certificate), *subject]
    subprocess.run(made, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    stub = Stub()
    stub.http.socket = context.wrap_socket(stub.http.socket, server_side=True)
    set_server(stub, (3, 1, 0))
    with running(stub):
        yield stub


def place(stub: Stub) -> str:
    return stub.url.removeprefix("http://")


def test_plain_http_at_home_is_found_without_the_key(stub: Stub) -> None:
    with connect(place(stub), KEY) as connection:
        assert connection.wire.address.base == stub.url
        assert stub.asked == []
        connection.reader.server()


def test_https_is_taken_where_it_is_spoken(
    secure: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ours.pem"))
    with connect(place(secure), KEY) as connection:
        assert connection.wire.address.base == f"https://{place(secure)}"
        assert all("x-api-key" not in asked.headers for asked in secure.asked)
        assert connection.reader.server().user == "me"


def test_a_bad_certificate_is_no_reason_for_plain_http(secure: Stub) -> None:
    with (
        connect(place(secure), KEY) as connection,
        pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        connection.reader.server()
    assert secure.asked == []


def test_plain_http_to_a_stranger_has_to_be_said(stub: Stub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Address, "is_local", False)
    with pytest.raises(Unreachable, match=f"write {stub.url} yourself"):
        find(place(stub))
    assert find(stub.url).base == stub.url


def test_an_original_comes_whole_over_tls(
    secure: Stub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.engine_tests.immich.stub import Reply

    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ours.pem"))
    content = bytes(range(256)) * 5000
    secure.answers["GET /assets/a1/original"] = Reply(content, headers={"Content-Type": "image/jpeg"})
    secure.answers["DELETE /assets"] = Reply(status=204)
    with connect(f"https://{place(secure)}", KEY) as connection:
        assert b"".join(connection.reader.download("a1")) == content
        connection.writer.trash(["a1"])
