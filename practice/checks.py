"""Validation of bodies and queries: the fields of a request, and the faults both dialects find in them.

Fields that nobody asked for are dropped without a word, as the server does.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from attrs import frozen

from practice.dialect import Dialect
from practice.problems import Issue, invalid

UUID = re.compile(r"([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-4[0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})")
VISIBILITIES = ("archive", "timeline", "hidden", "locked")
MISSING = object()


@frozen(kw_only=True)
class Field:
    """What one field must be. `kind`: uuid, uuids, bool, int, number, text, date, choice, list, any."""

    kind: str
    required: bool = False
    nullable: bool = False
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()


def _type_name(value: Any) -> str:
    if value is MISSING:
        return "undefined"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "string" if isinstance(value, str) else "array" if isinstance(value, list) else "object"


def _wrong_type(path: tuple[str | int, ...], expected: str, value: Any, *classic: str) -> Issue:
    message = f"Invalid input: expected {expected}, received {_type_name(value)}"
    return Issue(path, {"expected": expected, "code": "invalid_type", "message": message}, classic)


def _bad_uuid(path: tuple[str | int, ...], value: Any, classic: str) -> Issue:
    if not isinstance(value, str):
        return _wrong_type(path, "string", value, classic)
    return Issue(
        path,
        {
            "origin": "string",
            "code": "invalid_format",
            "format": "uuid",
            "pattern": f"/^{UUID.pattern}$/",
            "message": "Invalid UUID",
        },
        (classic,),
    )


def is_uuid(value: Any) -> bool:
    """Tell whether a value is the text of a UUID of version 4."""
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_iso(value: Any) -> bool:
    """Tell whether a text is an ISO 8601 date; an offset has no seconds."""
    if not isinstance(value, str) or not re.match(r"\d{4}-\d{2}-\d{2}(?!.*[+-]\d\d:\d\d:)", value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _number(
    name: str, field: Field, value: Any, path: tuple[str | int, ...], dialect: Dialect
) -> list[Issue]:
    whole = field.kind == "int"
    classic = f"{name} must be an integer number" if whole else f"{name} must be a {name} string or number"
    if not dialect.modern and isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return [_wrong_type(path, "number", value, classic)]
    if isinstance(value, bool) or not isinstance(value, int | float):
        extra = (
            () if whole else ((f"{name} should not be empty",) if value is None or value is MISSING else ())
        )
        return [_wrong_type(path, "int" if whole else "number", value, *extra, classic)]
    if whole and value != int(value):
        issue = _wrong_type(path, "int", value, classic)
        return [Issue(path, {"expected": "int", "format": "safeint"} | issue.modern, issue.classic)]
    if not dialect.modern and not whole and "e" in repr(value):
        return [_wrong_type(path, "number", value, classic)]
    if field.high is not None and value > field.high:
        text = f"{name} must not be greater than {field.high:g}" if whole else classic
        message = f"Too big: expected number to be <={field.high:g}"
        modern = {"origin": "number", "code": "too_big", "maximum": field.high, "inclusive": True}
        return [Issue(path, modern | {"message": message}, (text,))]
    if field.low is not None and value < field.low:
        text = f"{name} must not be less than {field.low:g}" if whole else classic
        message = f"Too small: expected number to be >={field.low:g}"
        modern = {"origin": "number", "code": "too_small", "minimum": field.low, "inclusive": True}
        return [Issue(path, modern | {"message": message}, (text,))]
    return []


def _faults(name: str, field: Field, value: Any, dialect: Dialect) -> list[Issue]:
    path = (name,)
    if value is MISSING and not field.required:
        return []
    if value is None and field.nullable:
        return []
    if field.kind == "any":
        return (
            []
            if value is not MISSING
            else [_wrong_type(path, "object", value, f"{name} should not be empty")]
        )
    if field.kind == "uuid":
        return [] if is_uuid(value) else [_bad_uuid(path, value, f"{name} must be a UUID")]
    if field.kind in ("uuids", "list"):
        each = f"each value in {name} must be a UUID"
        if not isinstance(value, list):
            return [
                _wrong_type(
                    path,
                    "array",
                    value,
                    f"{name} must be an array",
                    *([each] if field.kind == "uuids" else []),
                )
            ]
        if field.kind == "list":
            return []
        bad = [index for index, item in enumerate(value) if not is_uuid(item)]
        issues = [_bad_uuid((name, index), value[index], each) for index in bad]
        return issues if dialect.modern else issues[:1]
    if field.kind == "bool":
        ok = isinstance(value, bool)
        return [] if ok else [_wrong_type(path, "boolean", value, f"{name} must be a boolean value")]
    if field.kind in ("int", "number"):
        return _number(name, field, value, path, dialect)
    if field.kind == "choice":
        options = "|".join(f'"{choice}"' for choice in field.choices)
        modern = {
            "code": "invalid_value",
            "values": list(field.choices),
            "message": f"Invalid option: expected one of {options}",
        }
        text = f"{name} must be one of the following values: {', '.join(field.choices)}"
        return [] if value in field.choices else [Issue(path, modern, (text,))]
    if field.kind == "date" and not dialect.modern and not is_iso(value):
        return [_wrong_type(path, "string", value, f"{name} must be a valid ISO 8601 date string")]
    return [] if isinstance(value, str) else [_wrong_type(path, "string", value, f"{name} must be a string")]


def checked(body: Any, fields: Mapping[str, Field], dialect: Dialect) -> dict[str, Any]:
    """Return the known fields of a body; raise the validation refusal if any of them is wrong."""
    if not isinstance(body, dict):
        body = {}
    issues = [
        issue
        for name, field in fields.items()
        for issue in _faults(name, field, body.get(name, MISSING), dialect)
    ]
    if issues:
        raise invalid(*issues)
    return {name: body[name] for name in fields if name in body}


def require_uuid(name: str, value: str) -> str:
    """Return a path parameter that must be a UUID."""
    if not is_uuid(value):
        raise invalid(_bad_uuid((name,), value, f"{name} must be a UUID"))
    return value


IDS = {"ids": Field(kind="uuids", required=True)}
