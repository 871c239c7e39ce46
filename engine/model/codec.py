"""Values of the model as JSON and back: the only place that knows both."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar

from cattrs import Converter

T = TypeVar("T")


def _write(value: datetime) -> str:
    """Write aware instants as UTC with a Z, wall clocks without any offset, both to the microsecond if needed."""
    if value.tzinfo is None:
        return value.isoformat()
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _read(value: Any, _: Any) -> datetime:
    if not isinstance(value, str):
        raise TypeError(f"not a date: {value!r}")
    parsed = datetime.fromisoformat(value)
    return parsed if parsed.tzinfo is None else parsed.astimezone(UTC)


converter = Converter(
    forbid_extra_keys=True,
    omit_if_default=True,
    # What is written equals what is read back: JSON knows lists only.
    unstruct_collection_overrides={tuple: list},
)
converter.register_unstructure_hook(datetime, _write)
converter.register_unstructure_hook_func(
    lambda kind: isinstance(kind, type) and issubclass(kind, Enum), lambda value: value.value
)
converter.register_structure_hook(datetime, _read)


def to_json(value: Any) -> Any:
    """Return the JSON of any value of the model; defaults are left out to keep the journal small."""
    return converter.unstructure(value)


def from_json(data: Any, kind: type[T]) -> T:
    """Read a value of the model back.

    Raises cattrs.BaseValidationError where the data is not of that kind.
    """
    return converter.structure(data, kind)
