"""One exiftool for all tests of evidence."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.exif.tool import Exif


@pytest.fixture(scope="session")
def exif() -> Iterator[Exif]:
    exif = Exif()
    yield exif
    exif.close()
