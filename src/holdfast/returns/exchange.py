"""What is to be sent in place of what comes back: other variants of the same products."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct


class ExchangeItem(Struct, frozen=True, omit_defaults=True):
    """For all units of a ``line`` that are sent back, as many of another variant. One cost
    ``price`` when it was asked for, and one of those sent back ``was``. ``taken`` as an order's
    item has it."""

    line: int
    product_id: UUID
    variant_id: UUID
    product_name: str
    options: dict[str, str]
    quantity: int
    price: int
    was: int
    taken: Mapping[str, int] | None = None

    @property
    def dearer(self) -> int:
        """By how much one costs more than one of those sent back: what was taken off those stays
        theirs, and nothing is taken off this."""
        return max(self.price - self.was, 0)

    def kept(self, paid: int) -> int:
        """What of ``paid`` for the units sent back stays for those sent in exchange: all of it,
        less the share by which these are cheaper."""
        cheaper = max(self.was - self.price, 0)
        return paid - paid * cheaper // self.was if self.was else paid


class Exchange(Struct, frozen=True):
    """The units are held by ``hold_id``, and go out as the order ``order_id``, once it is made;
    where some are dearer, once the difference is paid with it."""

    hold_id: UUID
    order_id: UUID
    items: tuple[ExchangeItem, ...]

    def comes_whole(self, units: Mapping[int, int]) -> bool:
        """Whether so many units of each line are all that it is for."""
        return all(units.get(one.line) == one.quantity for one in self.items)

    @property
    def dearer(self) -> bool:
        """Whether something is to be paid for it."""
        return any(one.dearer for one in self.items)

    def kept(self, paid: Sequence[int]) -> int:
        """What stays of what was ``paid``, by line."""
        return sum(one.kept(paid[one.line]) for one in self.items)


def exchange_ref(return_id: UUID) -> str:
    """What a hold for the exchange of a return is for."""
    return f"exchange/{return_id}"


decode_exchange: Final = msgspec.json.Decoder(Exchange).decode


def exchange_text(exchange: Exchange | None) -> str | None:
    """As its row has it."""
    return None if exchange is None else msgspec.json.encode(exchange).decode()
