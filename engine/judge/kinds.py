"""Kinds of media that some people never want reduced, told by evidence: screenshots, panoramas, HEIC beside JPEG, Live
Photos beside stills.

By default they are copies like any other, of which only one goes that a look has found to be the same picture. A policy
asks about them, or stacks them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from engine.judge.copies import asked_once, facts_of
from engine.judge.makers import HEIC_TYPES
from engine.judge.media import format_of
from engine.judge.names import stem_of
from engine.judge.policy import Handling, Media
from engine.judge.wording import ids, named
from engine.model.asset import Asset, Kind
from engine.model.decision import Finding

SHOT_NAME = re.compile(
    r"(?i)^(screen[ _-]?shot|screen[ _-]?capture|screencap|bildschirmfoto|capture d.?[ée]cran"
    r"|captura de (pantalla|ecr[ãa])|captura de tela|schermata|istantanea|schermafbeelding|sk[äa]rm(av)?bild"
    r"|skjermbilde|sk[æa]rmbillede|n[äa]ytt[öo]kuva|zrzut ekranu|sn[íi]mek obrazovky|k[ée]perny[őo]fot[óo]"
    r"|ekran g[öo]r[üu]nt[üu]s[üu]|снимок экрана|скриншот"
    r"|スクリーンショット|屏幕截图|屏幕快照|截屏|截图|螢幕截圖|스크린샷)"
)
"""How systems name a picture of the screen, in their own languages."""

SCREENS = frozenset((
    (640, 960), (640, 1136), (750, 1334), (828, 1792), (1080, 1920), (1125, 2436), (1170, 2532), (1179, 2556),
    (1206, 2622), (1242, 2208), (1242, 2688), (1260, 2736), (1284, 2778), (1290, 2796), (1320, 2868), (1488, 2266),
    (1536, 2048), (1620, 2160), (1640, 2360), (1668, 2224), (1668, 2388), (2048, 2732), (2064, 2752), (720, 1280),
    (720, 1520), (720, 1600), (1080, 2160), (1080, 2220), (1080, 2280), (1080, 2316), (1080, 2340), (1080, 2376),
    (1080, 2400), (1080, 2408), (1080, 2412), (1080, 2424), (1080, 2460), (1280, 2856), (1344, 2992), (1440, 2560),
    (1440, 2880), (1440, 2960), (1440, 3040), (1440, 3088), (1440, 3120), (1440, 3200), (1440, 3216),
    (768, 1366), (900, 1440), (900, 1600), (1050, 1680), (1200, 1920), (1440, 3440), (1600, 2560), (1800, 2880),
    (1964, 3024), (2160, 3840), (2234, 3456),
))  # fmt: skip
"""Screens of telephones, tablets and computers, shorter side first: what a PNG of that size without a camera shows."""

PANORAMA_NAME = re.compile(r"(?i)^pano(rama)?[_ -]?\d|[_-]pano(rama)?$")
WIDE = 2.4
"""No camera's sensor is as wide, and hardly a crop."""


@asked_once
def is_screenshot(asset: Asset) -> bool:
    """Tell whether a picture shows a screen: its file says so, or its name or size does, and no camera speaks."""
    if asset.kind is not Kind.IMAGE:
        return False
    facts = facts_of(asset)
    if facts is not None and facts.screenshot:
        return True
    shot = facts.shot if facts is not None else asset.camera
    if shot.make or shot.model or shot.exposure or shot.aperture:
        return False
    if SHOT_NAME.match(stem_of(asset.name)):
        return True
    sides = sorted((asset.width or 0, asset.height or 0))
    return format_of(asset) == "png" and (sides[0], sides[1]) in SCREENS


@asked_once
def is_panorama(asset: Asset) -> bool:
    """Tell whether a picture is a panorama: by its projection, its name, or a shape that no sensor has."""
    if asset.kind is not Kind.IMAGE or is_screenshot(asset):
        return False
    if (asset.projection or "").strip() or PANORAMA_NAME.search(stem_of(asset.name)):
        return True
    short, long = sorted((asset.width or 0, asset.height or 0))
    return short > 0 and long / short >= WIDE


def _is_live(asset: Asset) -> bool:
    facts = facts_of(asset)
    return bool(asset.motion) or (facts is not None and facts.motion)


def kind_findings(assets: Sequence[Asset], media: Media) -> list[Finding]:
    """Find what a policy does not want reduced; nothing of what it treats as any other copy."""
    rules: tuple[tuple[Handling, Callable[[Sequence[Asset]], Finding | None]], ...] = (
        (media.heic, _heic),
        (media.live, _live),
        (media.screenshot, _screenshots),
        (media.panorama, _panoramas),
    )
    asked = (rule(assets) for handling, rule in rules if handling is not Handling.REDUCE)
    return [finding for finding in asked if finding is not None]


def _heic(assets: Sequence[Asset]) -> Finding | None:
    first = next((asset for asset in assets if format_of(asset) in HEIC_TYPES), None)
    other = next((asset for asset in assets if format_of(asset) == "jpg"), None)
    if first is None or other is None:
        return None
    text = f"{named(first)} is HEIC, and {named(other)} is JPEG"
    return Finding("heic-beside-jpeg", text, ids([first, other]))


def _live(assets: Sequence[Asset]) -> Finding | None:
    stills = [asset for asset in assets if asset.kind is Kind.IMAGE]
    moving = [asset for asset in stills if _is_live(asset)]
    if not moving or len(moving) == len(stills):
        return None
    still = next(asset for asset in stills if asset not in moving)
    text = f"{named(moving[0])} is a Live Photo, and {named(still)} is a still"
    return Finding("live-beside-still", text, ids([moving[0], still]))


def _screenshots(assets: Sequence[Asset]) -> Finding | None:
    shown = [asset for asset in assets if is_screenshot(asset)]
    return Finding("screenshot", f"{named(shown[0])} is a screenshot", ids(shown)) if shown else None


def _panoramas(assets: Sequence[Asset]) -> Finding | None:
    wide = [asset for asset in assets if is_panorama(asset)]
    return Finding("panorama", f"{named(wide[0])} is a panorama", ids(wide)) if wide else None
