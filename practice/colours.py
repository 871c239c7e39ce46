"""In which colours the server shows a picture: a preview is in sRGB or in Display P3, by what the file says."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from practice.display_p3 import profile

EXIF, COLOUR_SPACE, SRGB = 0x8769, 0xA001, 1


def shown(picture: Image.Image) -> Image.Image:
    """Return an opened picture upright and in the colours of its previews; `info` names the profile where it is P3.

    A picture that brings its profile is converted. One that only says that it is not sRGB is *called* Display P3,
    its values unchanged (docs/immich.md, Previews).
    """
    own = picture.info.get("icc_profile")
    plain = _is_srgb(picture, own)
    seen = ImageOps.exif_transpose(picture).convert("RGB")
    seen.info.clear()
    if own:
        seen = _converted(seen, own, None if plain else profile())
    if not plain:
        seen.info["icc_profile"] = profile()
    return seen


def _is_srgb(picture: Image.Image, own: bytes | None) -> bool:
    space = picture.getexif().get_ifd(EXIF).get(COLOUR_SPACE)
    if space is None and own is None:
        return True
    return space == SRGB or (own is not None and "srgb" in _name(own).lower())


def _name(own: bytes) -> str:
    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(own)))
    except (ImageCms.PyCMSError, OSError):
        return ""


def _converted(seen: Image.Image, own: bytes, to: bytes | None) -> Image.Image:
    try:
        target = ImageCms.ImageCmsProfile(BytesIO(to)) if to else ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(seen, ImageCms.ImageCmsProfile(BytesIO(own)), target)
    except (ImageCms.PyCMSError, OSError):
        return seen
    return turned if turned is not None else seen
