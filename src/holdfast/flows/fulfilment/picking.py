"""What of several orders is to be taken from the shelves, since it has not left."""

from collections.abc import Iterable
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.lines import lies_in
from holdfast.flows.ending.parcels import ParcelsNow, parcels_now
from holdfast.flows.fulfilment.steps import must_be_sendable
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import by_location, left_to_pack
from holdfast.kit import Problem

__all__ = ["ToPick", "to_pick"]


class ToPick(Struct, frozen=True):
    """So many units of a line of an order, which lie at ``place``; None: nobody knows where."""

    order_id: UUID
    line: int
    place: UUID | None
    quantity: int


async def to_pick(settler: Settler, orders: Iterable[UUID]) -> list[ToPick]:
    """Of those of the orders that are to be sent: what is in no parcel, or in one that is here."""
    found = []
    for order_id in orders:
        order = await settler.orders.get(order_id)
        if order is None:
            continue
        try:
            must_be_sendable(order)
        except Problem:
            continue
        found += _of(await parcels_now(settler, order))
    return found


def _of(now: ParcelsNow) -> list[ToPick]:
    away = [one for one in now.parcels if one.has_left]
    lies = [lies_in(item, now.order.sale) for item in now.items]
    places = by_location(left_to_pack(now.lines, away), lies, away)
    return [
        ToPick(now.order.id, line, place, units)
        for place, lines in places.items()
        for line, units in lines.items()
    ]
