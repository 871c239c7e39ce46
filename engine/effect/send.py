"""Send actions to the server or the vault, in as few calls as they allow. Only the settler holds a sender."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import TypeAlias

from attrs import frozen

from engine.action.action import Action, Fate, Hands, Reply
from engine.action.image import Image
from engine.base.errors import BadKey, NoPermission, Refused
from engine.base.ports import PhotoReader, PhotoWriter
from engine.base.vault import Vault
from engine.model.group import Member

MemberOf: TypeAlias = Callable[[str], Member | None]
"""What is known of an asset with its relations, by id."""


@frozen(kw_only=True)
class Order:
    """One intent, ready to be sent."""

    intent: str
    action: Action
    before: Image


Parcel: TypeAlias = tuple[Order, ...]


@frozen
class Sender:
    """The hands: everything that changes the server or fills the vault goes through here."""

    writer: PhotoWriter
    reader: PhotoReader
    vault: Vault
    chunk: int

    def parcels(self, orders: Sequence[Order]) -> Iterator[Parcel]:
        """Sort orders into parcels, each of which is one call (or one asset's calls) to the server."""
        bulk: defaultdict[tuple[type[Action], Hashable], list[Order]] = defaultdict(list)
        for order in orders:
            key = order.action.bulk()
            if key is None:
                yield (order,)
            else:
                bulk[type(order.action), key].append(order)
        for alike in bulk.values():
            for start in range(0, len(alike), self.chunk):
                yield tuple(alike[start : start + self.chunk])

    def send(self, parcel: Parcel, known: MemberOf) -> dict[str, Reply]:
        """Send one parcel; return the answer of each order.

        A parcel that the server refuses whole is split until the bad one is alone. Raises ReplyLost where it
        may or may not have happened, Unreachable where nothing was sent, BadKey and NoPermission because
        nothing more can succeed after those.
        """
        hands = Hands(self.writer, self.reader, self.vault, known)
        try:
            return _sent(hands, parcel)
        except (BadKey, NoPermission):
            raise
        except Refused as refusal:
            if len(parcel) == 1:
                return {parcel[0].intent: Reply(Fate.REFUSED, str(refusal))}
            middle = len(parcel) // 2
            return self.send(parcel[:middle], known) | self.send(parcel[middle:], known)


def _sent(hands: Hands, parcel: Parcel) -> dict[str, Reply]:
    first = parcel[0]
    if first.action.bulk() is None:
        return {first.intent: Reply(Fate.SENT, seen=first.action.send(hands, first.before))}
    answers = type(first.action).send_all(hands, [order.action for order in parcel])
    return {order.intent: answer for order, answer in zip(parcel, answers, strict=True)}
