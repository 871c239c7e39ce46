"""What is taken on trust where no evidence was gathered and the policy does not ask for any."""

from __future__ import annotations

from attrs import evolve

from engine.judge.copies import Copy, facts_of
from engine.judge.dates import Standing, worth_of
from engine.model.evidence import FileFacts
from engine.model.group import Member


def trusted(member: Member) -> Member:
    """Return the member with a date that repeats a file time taken for none, though its bytes were not read."""
    asset = member.asset
    if not isinstance(asset, Copy) or facts_of(asset) is not None or worth_of(asset) is not Standing.UNSURE:
        return member
    return evolve(member, asset=evolve(asset, facts=FileFacts()))
