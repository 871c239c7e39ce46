"""Which fields each reply has, so that the practice server cannot drift from the real one."""

from __future__ import annotations

from tests.live_tests.api import Api, checksum
from tests.live_tests.pictures import clip, jpeg, scene

COMMON = {
    "id",
    "createdAt",
    "ownerId",
    "libraryId",
    "type",
    "originalPath",
    "originalFileName",
    "originalMimeType",
    "thumbhash",
    "fileCreatedAt",
    "fileModifiedAt",
    "localDateTime",
    "updatedAt",
    "isFavorite",
    "isArchived",
    "isTrashed",
    "visibility",
    "duration",
    "livePhotoVideoId",
    "people",
    "checksum",
    "isOffline",
    "hasMetadata",
    "duplicateId",
    "resized",
    "width",
    "height",
    "isEdited",
}
CLASSIC = {"deviceAssetId", "deviceId"}
EXIF = {
    "make",
    "model",
    "exifImageWidth",
    "exifImageHeight",
    "fileSizeInByte",
    "orientation",
    "dateTimeOriginal",
    "modifyDate",
    "timeZone",
    "lensModel",
    "fNumber",
    "focalLength",
    "iso",
    "exposureTime",
    "latitude",
    "longitude",
    "city",
    "state",
    "country",
    "description",
    "projectionType",
    "rating",
}


def common(server: Api) -> set[str]:
    return COMMON if server.modern else COMMON | CLASSIC


def test_a_whole_asset(server: Api) -> None:
    data = jpeg(taken="2023:07:10 10:00:00", make="Canon", orientation=6)
    asset = server.asset(server.upload(data, "Ünï 1.jpg"))
    extra = {"exifInfo", "tags", "owner", "stack"} | (set() if server.modern else {"unassignedFaces"})
    assert set(asset) == common(server) | extra
    assert set(asset["exifInfo"]) == EXIF
    assert asset["checksum"] == checksum(data)
    assert asset["exifInfo"]["fileSizeInByte"] == len(data)
    assert asset["originalFileName"] == "Ünï 1.jpg"
    assert asset["originalMimeType"] == "image/jpeg"
    assert (asset["exifInfo"]["exifImageWidth"], asset["exifInfo"]["exifImageHeight"]) == (320, 240)
    assert (asset["width"], asset["height"]) == (240, 320)
    assert asset["exifInfo"]["orientation"] == "6"
    assert asset["exifInfo"]["make"] == "Canon"
    assert asset["duration"] == (None if server.modern else "0:00:00.00000")
    assert asset["type"] == "IMAGE"
    assert asset["stack"] is None
    assert asset["duplicateId"] is None
    assert asset["exifInfo"]["description"] == ""
    assert asset["exifInfo"]["rating"] is None


def test_dates_are_written_in_two_ways(server: Api) -> None:
    data = jpeg(taken="2023:07:10 10:00:00", millis="456", offset="+02:00")
    asset = server.asset(server.upload(data))
    assert asset["fileCreatedAt"] == "2023-07-10T08:00:00.456Z"
    assert asset["localDateTime"] == "2023-07-10T10:00:00.456Z"
    assert asset["exifInfo"]["dateTimeOriginal"] == "2023-07-10T08:00:00.456+00:00"
    assert asset["exifInfo"]["timeZone"] == "UTC+2"
    assert asset["fileModifiedAt"] == "2021-05-06T07:08:09.123Z"
    assert asset["exifInfo"]["modifyDate"] == "2021-05-06T07:08:09.123+00:00"


def test_a_video(server: Api) -> None:
    asset = server.asset(server.upload(clip(), "clip.mp4"))
    assert asset["type"] == "VIDEO"
    assert asset["originalMimeType"] == "video/mp4"
    assert asset["duration"] == (1000 if server.modern else "00:00:01.000")
    assert (asset["width"], asset["height"]) == (32, 24)
    assert asset["localDateTime"] == "2023-07-10T10:00:00.000Z"
    assert asset["exifInfo"]["timeZone"] == "UTC"


def test_the_reply_to_a_put_is_poorer(server: Api) -> None:
    asset = server.upload(jpeg())
    reply = server.ask("PUT", f"/assets/{asset}", {"description": "x"})
    faces = set() if server.modern else {"unassignedFaces"}
    assert set(reply) == common(server) | {"exifInfo"} | faces
    assert reply["people"] == []


def test_a_member_of_a_group_is_thin(server: Api) -> None:
    one, two = server.upload(jpeg(taken="2023:07:10 10:00:00")), server.upload(jpeg())
    identity = server.group(one, two)
    group = server.groups()[identity]
    assert set(group) == {"duplicateId", "assets", "suggestedKeepAssetIds"}
    assert len(group["suggestedKeepAssetIds"]) == 1
    thin = next(asset for asset in group["assets"] if asset["id"] == one)
    assert set(thin) == common(server) | {"exifInfo", "tags"}
    assert thin["people"] == []
    assert thin["fileCreatedAt"] == thin["exifInfo"]["dateTimeOriginal"] == "2023-07-10T10:00:00+00:00"
    assert thin["createdAt"].endswith("+00:00")


def test_a_search_hit(server: Api) -> None:
    asset = server.upload(jpeg())
    plain, full = (
        server.ask("POST", "/search/metadata", {"id": asset} | more)["assets"]["items"]
        for more in ({}, {"withExif": True, "withPeople": True})
    )
    assert set(plain[0]) == common(server)
    assert set(full[0]) - {"unassignedFaces"} == common(server) | {"exifInfo"}
    whole = server.asset(asset)
    assert all(whole[name] == full[0][name] for name in full[0])


def test_a_fresh_upload_has_no_date_in_its_exif_yet(server: Api) -> None:
    reply = server.post_file(jpeg(taken="2023:07:10 10:00:00"))
    first = server.asset(reply.json()["id"])
    if first["exifInfo"]["dateTimeOriginal"] is None:
        assert first["fileCreatedAt"] == "2021-05-06T07:08:09.123Z"
        assert first["exifInfo"]["fileSizeInByte"]
    server.wait_for(lambda: server.asset(first["id"])["exifInfo"]["dateTimeOriginal"] is not None)
    assert server.still(first["id"])["fileCreatedAt"] == "2023-07-10T10:00:00.000Z"


def test_small_relations(server: Api) -> None:
    picture = scene()
    one, two = server.upload(jpeg(picture)), server.upload(jpeg())
    tag = server.tag("a")
    assert set(tag) == {"id", "parentId", "name", "value", "createdAt", "updatedAt"}
    stack = server.ask("POST", "/stacks", {"assetIds": [one, two]}, status=201)
    assert set(stack) == {"id", "primaryAssetId", "assets"}
    assert [asset["id"] for asset in stack["assets"]] == [one, two]
    assert server.asset(two)["stack"] == {"id": stack["id"], "primaryAssetId": one, "assetCount": 2}
    link = server.link(one, two)
    shown = "id description password userId key type createdAt expiresAt assets allowUpload allowDownload "
    assert set(link) - {"album", "token"} == set((shown + "showMetadata slug").split())
    memory = server.memory(one)
    shown = "id createdAt updatedAt memoryAt ownerId type data isSaved assets"
    assert set(memory) == set(shown.split())
    person = server.person()
    box = {"imageWidth": 320, "imageHeight": 240, "x": 10, "y": 20, "width": 30, "height": 40}
    server.ask("POST", "/faces", {"assetId": one, "personId": person} | box, status=201)
    face = server.ask("GET", f"/faces?id={one}")[0]
    shown = (
        "id imageHeight imageWidth boundingBoxX1 boundingBoxX2 boundingBoxY1 boundingBoxY2 sourceType person"
    )
    assert set(face) == set(shown.split())
    shown = "id name birthDate thumbnailPath isHidden isFavorite updatedAt"
    assert set(face["person"]) == set(shown.split())


def test_an_album(server: Api) -> None:
    asset = server.upload(jpeg(taken="2023:07:10 10:00:00"))
    album = server.album(asset)
    fields = {
        "albumName",
        "description",
        "albumThumbnailAssetId",
        "createdAt",
        "updatedAt",
        "id",
        "albumUsers",
        "shared",
        "hasSharedLink",
        "startDate",
        "endDate",
        "assetCount",
        "isActivityEnabled",
        "order",
    }
    if not server.modern:
        fields |= {"ownerId", "owner", "assets"}
    listed = server.ask("GET", f"/albums?assetId={asset}")[0]
    read = server.ask("GET", f"/albums/{album['id']}")
    assert set(listed) == set(read) == fields | {"lastModifiedAssetTimestamp"}
    assert read["startDate"] == "2023-07-10T00:00:00.000Z"
    if server.modern:
        assert [user["role"] for user in read["albumUsers"]] == ["owner"]
    else:
        assert (read["albumUsers"], [a["id"] for a in read["assets"]]) == ([], [asset])
        bare = server.ask("GET", f"/albums/{album['id']}?withoutAssets=true")
        assert (bare["assets"], bare["assetCount"]) == ([], 1)
