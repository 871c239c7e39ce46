"""A policy as TOML: written out with every key explained, and read back strictly, naming what is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from attrs import fields
from cattrs import Converter
from cattrs.errors import AttributeValidationNote, ClassValidationError, ForbiddenExtraKeysError

from engine.base.errors import BadPolicy
from engine.judge.policy import CRITERIA_TOLD, Handling, Missing, Policy, ProveWinner, SamePicture, Visibility
from engine.judge.policy_values import as_recorded, checked, choice, number, texts, truth
from engine.judge.policy_words import ABOUT
from engine.judge.wording import nearest


def _converter() -> Converter:
    made = Converter(forbid_extra_keys=True)
    made.register_structure_hook(bool, lambda value, _: truth(value))
    made.register_structure_hook(float, lambda value, _: number(value))
    made.register_structure_hook_func(lambda kind: kind == tuple[str, ...], lambda value, _: texts(value))
    for kind in (Missing, ProveWinner, SamePicture, Handling, Visibility):
        made.register_structure_hook(kind, choice)
    return made


CONVERTER = _converter()


def read_policy(text: str, path: str = "policy", *, recorded: bool = False) -> Policy:
    """Read a policy from TOML text; `path` only names it in the error.

    Of one that a journal has `recorded`, what no policy lets pass any more is left out: it had no effect then.
    A key may be written with `-` or `_`. Raises `BadPolicy`, which names the key that is unknown or wrong, and the
    nearest that is known.
    """
    try:
        data = _plain(tomllib.loads(text))
        policy = CONVERTER.structure(data, Policy)
        return checked(as_recorded(policy) if recorded else policy)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise BadPolicy(path=path, detail=f"it is not TOML ({error})") from None
    except ClassValidationError as error:
        raise BadPolicy(path=path, detail=_first_fault(error)) from None
    except ValueError as error:
        raise BadPolicy(path=path, detail=str(error)) from None


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tables with `_` in their keys, and refuse what is no table."""
    for name, section in data.items():
        known = [section.name for section in fields(Policy)]
        if name not in known:
            raise ValueError(f"unknown section {name!r}{nearest(name, known)}")
        if not isinstance(section, dict):
            raise ValueError(f"{name!r} must be a section, written as [{name}]")
    return {name: {key.replace("-", "_"): v for key, v in section.items()} for name, section in data.items()}


def _first_fault(error: ClassValidationError, where: str = "") -> str:
    """Return the first thing that is wrong, as one sentence that names its key."""
    for fault in error.exceptions:
        place = ".".join(filter(None, (where, *_noted(fault))))
        if isinstance(fault, ClassValidationError):
            return _first_fault(fault, place)
        if isinstance(fault, ForbiddenExtraKeysError):
            key = min(fault.extra_fields)
            known = [_key(one.name) for one in fields(fault.cl)]
            return f"unknown key {where}.{_key(key)}{nearest(_key(key), known)}"
        return f"{_key(place)} {fault}"
    return str(error)


def _noted(fault: BaseException) -> Iterator[str]:
    for note in getattr(fault, "__notes__", ()):
        if isinstance(note, AttributeValidationNote):
            yield note.name


def _key(name: str) -> str:
    return name.replace("_", "-")


def policy_toml(policy: Policy) -> str:
    """Return a policy as TOML with every key and what it means; reading it gives the same policy."""
    text = "# Winnow's policy. Every key may be left out; then the default holds.\n"
    for section in fields(Policy):
        text += f"\n[{section.name}]\n"
        value = getattr(policy, section.name)
        for one in fields(type(value)):
            text += "".join(
                f"# {line}\n" for line in ABOUT.get(f"{section.name}.{one.name}", "").splitlines()
            )
            if one.name == "order":
                text += "".join(f"#   {name:<11} {about}\n" for name, about in CRITERIA_TOLD.items())
            text += f"{_key(one.name)} = {_written(getattr(value, one.name))}\n"
    return text


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(_quoted(item) for item in value)}]"
    return _quoted(value) if isinstance(value, str) else repr(value)


def _quoted(text: str) -> str:
    """Return a basic string of TOML; whatever is not plain is escaped."""
    plain = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(plain)}"'
