"""What is to be sent in place of what comes back: other variants of the same products; and what of
an order's price stays for it."""

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


class Carried(Struct, frozen=True):
    """Of a line of an order: in place of so many ``pieces`` that came back others were sent, or
    wait for their money, and ``amount`` of what was paid for those stays for these."""

    pieces: int = 0
    amount: int = 0


class _Came(Struct, frozen=True):
    line: int
    paid: int
    exchange: Exchange


CARRIED: Final = """
(SELECT json_agg(json_build_object('line', l.line, 'paid', l.paid, 'exchange', r.exchange))::text
 FROM returns r JOIN return_lines l ON l.return_id = r.id AND l.line = i.line
 WHERE r.order_id = i.order_id AND r.exchanged IS NOT NULL)
"""
"""Of an order's line ``i``, as :func:`carried_of` reads it."""


def carried_of(text: str | None) -> Carried:
    """What of the line's price stays for what is sent in place of its units."""
    if text is None:
        return Carried()
    exchanged = [
        (item.quantity, item.kept(one.paid))
        for one in _decode_came(text)
        for item in one.exchange.items
        if item.line == one.line
    ]
    return Carried(sum(units for units, _ in exchanged), sum(kept for _, kept in exchanged))


def variants_of_exchanges(returns: str) -> str:
    """SQL: the ids of the variants that were asked for in place of what these ``returns``, an array
    of ids, bring back, and of those whose stock was taken for them."""
    items = "returns r CROSS JOIN LATERAL jsonb_array_elements(r.exchange -> 'items') AS e(item)"
    return (
        f"SELECT CAST(e.item ->> 'variant_id' AS uuid) AS id FROM {items}"
        f" WHERE r.id = ANY({returns})"
        f" UNION SELECT CAST(split_part(k.key, '/', 2) AS uuid) FROM {items}"
        " CROSS JOIN LATERAL jsonb_object_keys(e.item -> 'taken') AS k(key)"
        f" WHERE r.id = ANY({returns}) AND k.key LIKE 'stock/%'"
    )


def exchange_ref(return_id: UUID) -> str:
    """What a hold for the exchange of a return is for."""
    return f"exchange/{return_id}"


decode_exchange: Final = msgspec.json.Decoder(Exchange).decode
_decode_came: Final = msgspec.json.Decoder(list[_Came]).decode


def exchange_text(exchange: Exchange | None) -> str | None:
    """As its row has it."""
    return None if exchange is None else msgspec.json.encode(exchange).decode()
