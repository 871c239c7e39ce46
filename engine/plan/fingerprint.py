"""The fingerprint of a member: one short text that changes whenever anything changes that a decision rests on."""

from __future__ import annotations

import hashlib
import json

from engine.action.image import fields_of
from engine.model.group import Member


def fingerprint(member: Member) -> str:
    """Return 32 hex digits over the decisive facts of a member.

    `updatedAt` is left out because the server moves it for its own jobs, and album covers because it moves
    those too; everything that could be lost or could change the judgement is in. Notes that nobody read are not.
    """
    asset, carried = member.asset, member.carried
    assert carried is not None, "a fingerprint needs the relations too"
    facts = {
        **fields_of(asset),
        "id": asset.id,
        "owner": asset.owner,
        "checksum": asset.checksum,
        "library": asset.library,
        "size": asset.size,
        "pixels": [asset.width, asset.height],
        "offline": asset.offline,
        "edited": asset.edited,
        "motion": asset.motion,
        "stack": asset.stack,
        "tags": sorted(tag.value for tag in asset.tags or ()),
        "albums": sorted([album.id, album.role] for album in carried.albums),
        "people": sorted({face.person for face in carried.faces if face.person}),
        "links": sorted(carried.links),
        "memories": sorted(carried.memories),
        "comments": sorted(carried.comments),
    }
    if carried.notes is not None:
        facts["notes"] = sorted(carried.notes)
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
