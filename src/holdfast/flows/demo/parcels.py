"""What was bought in the demo's past is packed by its staff and taken by a carrier; most of it has
arrived."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec.structs import replace

from holdfast import fulfilment, orders
from holdfast.flows.commit.wallet_settlement import NewOrder
from holdfast.flows.demo.month import Sale
from holdfast.fulfilment import (
    LineStanding,
    Parcel,
    ParcelItem,
    ParcelTold,
    new_link,
    parcels_key,
    sum_of,
)
from holdfast.kit import id_made_at
from holdfast.ledger import Command, Deposit, Rider

__all__ = ["sent_steps"]

_CARRIER: Final = "Courier"
_PACKED_BEFORE: Final = timedelta(hours=3)


def sent_steps(sale: Sale, order: NewOrder, staff: str) -> Iterator[tuple[datetime, Command]]:
    """All of the order in one parcel: packed, taken by its carrier, there, as far as that is."""
    if sale.sent is None:
        return
    told = _told(order)
    lines = {line: item.quantity for line, item in enumerate(order.items)}
    packed_at = sale.sent - _PACKED_BEFORE
    packed = Parcel(id_made_at(packed_at), order.id, 1, "picking", new_link(), lines=lines)
    yield packed_at, _step(order, packed, staff, fulfilment.made(packed, told))
    left = replace(packed, status="shipped", carrier=_CARRIER)
    tracking = f"{packed.id.int % 10**10:010}"
    yield sale.sent, _step(order, left, staff, fulfilment.shipped(packed, _CARRIER, tracking, told))
    if sale.arrived is not None:
        there = replace(left, status="delivered")
        yield sale.arrived, _step(order, there, staff, fulfilment.delivered(left, told))


def _step(order: NewOrder, parcel: Parcel, staff: str, riders: Sequence[Rider]) -> Command:
    """One that is counted, with the order's own move, as ``fulfilment.steps`` does it."""
    lines = [LineStanding(item.quantity) for item in order.items]
    come_to = sum_of(lines, (parcel,))
    moved: tuple[Rider, ...] = (orders.parcels_moved(order.id, come_to),)
    if parcel.is_delivered:
        moved = orders.completed(order.id)
    return Command((Deposit(parcels_key(order.id), 1),), (*riders, *moved), actor=staff)


def _told(order: NewOrder) -> ParcelTold:
    items = {
        line: ParcelItem(item.product_name, item.quantity, item.options)
        for line, item in enumerate(order.items)
    }
    return ParcelTold(order.number, order.owner, order.locale, items)
