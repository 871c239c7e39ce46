"""Routes about faces and people; there is no way to take a person off a face."""

from __future__ import annotations

from practice.access import own, seen
from practice.calls import Call, Reply, Router
from practice.checks import Field, require_uuid
from practice.problems import Problem, no_access
from practice.rows import FaceRow, PersonRow
from practice.views import box_json, person_json

router = Router()


def _person(call: Call, identity: str, permission: str) -> PersonRow:
    person = call.world.people.get(identity.lower())
    if person is None or person.owner != call.user.id:
        raise no_access(permission)
    return person


def _face(call: Call, identity: str, permission: str) -> FaceRow:
    """Return a face on an own asset that is not in the trash."""
    face = call.world.faces.get(identity.lower())
    row = call.world.assets.get(face.asset) if face else None
    if face is None or row is None or not call.owns(row) or row.trashed:
        raise no_access(permission)
    return face


@router.on("GET", "/faces", "face.read")
def faces(call: Call) -> Reply:
    row = seen(call, require_uuid("id", call.query.get("id", "")))
    data = []
    for face in call.world.faces.values():
        if face.asset == row.id and not face.hidden:
            person = call.world.people.get(face.person or "")
            data.append(box_json(face) | {"person": person_json(person, call.dialect) if person else None})
    return Reply(data=data)


@router.on("POST", "/faces", "face.create")
def create(call: Call) -> Reply:
    number = Field(kind="int" if call.dialect.modern else "number", required=True)
    names = ("imageWidth", "imageHeight", "x", "y", "width", "height")
    ids = {"assetId": Field(kind="uuid", required=True), "personId": Field(kind="uuid", required=True)}
    fields = call.fields(ids | dict.fromkeys(names, number))
    row = own(call, [fields["assetId"]], "asset.update")[0]
    person = _person(call, fields["personId"], "person.read")
    width, height, x, y, w, h = (round(fields[name]) for name in names)
    box = (x, y, x + w, y + h)
    face = call.world.add_face(row, person, box, image=(width, height), source="manual")
    call.world.log.effect("face", row.id, face.id)
    return Reply(status=201)


@router.on("PUT", "/faces/{}", "face.update")
def reassign(call: Call) -> Reply:
    fields = call.fields({"id": Field(kind="uuid", required=True)})
    person = _person(call, require_uuid("id", call.ids[0]), "person.update")
    face = _face(call, fields["id"], "person.create")
    face.person = person.id
    if person.feature is None:
        person.feature = face.id
    call.world.log.effect("face-assign", face.id, face.asset)
    return Reply(data=person_json(person, call.dialect))


@router.on("DELETE", "/faces/{}", "face.delete")
def delete(call: Call) -> Reply:
    fields = call.fields({"force": Field(kind="bool", required=True)})
    face = _face(call, require_uuid("id", call.ids[0]), "face.delete")
    if fields["force"]:
        del call.world.faces[face.id]
        for person in call.world.people.values():
            if person.feature == face.id:
                person.feature = None
    else:
        face.hidden = True
    call.world.log.effect("face-delete", face.id, face.asset)
    return Reply(status=204)


@router.on("GET", "/people", "person.read")
def people(call: Call) -> Reply:
    with_faces = {
        face.person
        for face in call.world.faces.values()
        if not face.hidden and not call.world.assets[face.asset].trashed
    }
    mine = [p for p in call.world.people.values() if p.owner == call.user.id]
    shown = [p for p in mine if p.id in with_faces and (call.flag("withHidden") or not p.hidden)]
    size, page = int(call.query.get("size", 500)), int(call.query.get("page", 1))
    part = shown[(page - 1) * size : page * size]
    data = {
        "people": [person_json(person, call.dialect) for person in part],
        "total": len([p for p in mine if p.id in with_faces]),
        "hidden": len([p for p in mine if p.hidden]),
        "hasNextPage": page * size < len(shown),
    }
    return Reply(data=data)


@router.on("POST", "/people", "person.create")
def create_person(call: Call) -> Reply:
    fields = call.fields({"name": Field(kind="text")})
    person = call.world.add_person(fields.get("name", ""), owner=call.user)
    call.world.log.effect("person", person.id)
    return Reply(status=201, data=person_json(person, call.dialect))


@router.on("GET", "/people/{}", "person.read")
def person(call: Call) -> Reply:
    return Reply(
        data=person_json(_person(call, require_uuid("id", call.ids[0]), "person.read"), call.dialect)
    )


@router.on("PUT", "/people/{}", "person.update")
def update_person(call: Call) -> Reply:
    fields = call.fields({"name": Field(kind="text"), "featureFaceAssetId": Field(kind="uuid")})
    person = _person(call, require_uuid("id", call.ids[0]), "person.update")
    if (asset := fields.get("featureFaceAssetId")) is not None:
        on_it = [f for f in call.world.faces.values() if f.asset == asset and f.person == person.id]
        if not on_it:
            raise Problem(400, "Invalid assetId for feature face")
        person.feature = on_it[0].id
    person.name = fields.get("name", person.name)
    person.updated = call.world.now()
    call.world.log.effect("person-update", person.id)
    return Reply(data=person_json(person, call.dialect))


@router.on("DELETE", "/people/{}", "person.delete")
def delete_person(call: Call) -> Reply:
    person = _person(call, require_uuid("id", call.ids[0]), "person.delete")
    del call.world.people[person.id]
    for face in call.world.faces.values():
        if face.person == person.id:
            face.person = None
    call.world.log.effect("person-delete", person.id)
    return Reply(status=204)


@router.on("PUT", "/people/{}/reassign", "person.reassign")
def reassign_many(call: Call) -> Reply:
    fields = call.fields({"data": Field(kind="list", required=True)})
    person = _person(call, require_uuid("id", call.ids[0]), "person.update")
    for item in fields["data"]:
        for face in call.world.faces.values():
            if face.person == item["personId"] and face.asset == item["assetId"]:
                face.person = person.id
                call.world.log.effect("face-assign", face.id, face.asset)
    return Reply(data=[person_json(person, call.dialect)])
