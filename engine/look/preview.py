"""A preview as it came from the server: plain bytes, for those who hand it on and look at nothing themselves."""

from __future__ import annotations

from attrs import field, frozen


@frozen
class Preview:
    """The bytes of a preview, for which `name` stands in what is told. `width` and `height` are its original's, in
    pixels, 0 where nobody knows; `plain` tells that its colours are sRGB whatever its profile says."""

    name: str
    data: bytes = field(repr=False)
    width: int = 0
    height: int = 0
    plain: bool = False
