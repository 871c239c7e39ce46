"""What a packet says is read to the last character, in every spelling that XMP has for it."""

from __future__ import annotations

import pytest

from engine.vault.packet import degrees, packet

HEAD = (
    "<x:xmpmeta xmlns:x='adobe:ns:meta/'>"
    "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    "<rdf:Description rdf:about='' xmlns:xmp='http://ns.adobe.com/xap/1.0/' "
    "xmlns:dc='http://purl.org/dc/elements/1.1/'"
)
TAIL = "</rdf:RDF></x:xmpmeta>"


@pytest.mark.parametrize(
    ("body", "name", "values"),
    [
        ("><xmp:Rating>4</xmp:Rating></rdf:Description>", "XMP-xmp:Rating", ["4"]),
        (" xmp:Rating='4'/>", "XMP-xmp:Rating", ["4"]),
        ("><xmp:Rating/></rdf:Description>", "XMP-xmp:Rating", [""]),
        ("><dc:a>a\rb\r\nc</dc:a></rdf:Description>", "XMP-dc:a", ["a\rb\r\nc"]),
        (
            "><dc:a><rdf:Seq><rdf:li>a</rdf:li><rdf:li/></rdf:Seq></dc:a></rdf:Description>",
            "XMP-dc:a",
            ["a", ""],
        ),
        ("><other xmlns='urn:x'>a</other></rdf:Description>", "urn:x:other", ["a"]),
    ],
)
def test_each_spelling(body: str, name: str, values: list[str]) -> None:
    assert packet(f"{HEAD}{body}{TAIL}".encode())[name] == values


@pytest.mark.parametrize("text", ["", "<a>", "no xml"])
def test_what_is_no_packet_is_said(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        packet(text.encode())


def test_coordinates() -> None:
    assert degrees("35,36.5N") == pytest.approx(35.6083333)
    assert degrees("0,0.0006W") == pytest.approx(-0.00001)
    for text in ("", "35,36.5", "N", "a,bN"):
        with pytest.raises(ValueError, match=r"."):
            degrees(text)
