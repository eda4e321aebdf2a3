"""A seller sends what an order has of theirs: in a parcel of its own, and what of theirs alone is
packed already with it."""

from collections.abc import Callable, Mapping
from uuid import UUID

from msgspec import Struct

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import as_before
from holdfast.flows.commit.known_orders import any_order
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.fulfilment.packing import make_parcel, ship
from holdfast.flows.fulfilment.steps import must_be_sendable
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import NothingToPack, Parcel, UnitsNotToPack, left_to_pack
from holdfast.kit import Problem

__all__ = ["pack_own", "send_own"]


class _Done(Struct, frozen=True):
    """What a key stands for: that it was sent."""

    order_id: UUID


async def pack_own(
    settler: Settler,
    caller: Caller,
    order_id: UUID,
    own: frozenset[int],
    lines: Mapping[int, int] | None = None,
) -> None:
    """Put all that is left of one's ``own`` lines in a parcel, or so many units of some
    ``lines``."""
    try:
        left = await _left(settler, order_id, own)
        if not left:
            raise NothingToPack("All of yours is packed, or was refunded.")
        if lines is not None and not own >= set(lines):
            raise UnitsNotToPack("Not all of these are yours.", field="lines")
        await make_parcel(settler, caller, order_id, lines or left, packed=True)
    except Problem as refusal:
        await as_before(settler, caller.key, refusal, _Done)


async def send_own(
    settler: Settler,
    caller: Caller,
    shipper: Callable[[UUID], Caller],
    order_id: UUID,
    own: frozenset[int],
    carrier: str,
    tracking: str | None,
) -> None:
    """Send all that is left of these lines. ``shipper``: who asks, for a parcel that leaves.

    Packing and leaving are two commands. Whoever asks again after the first finds the parcel."""
    try:
        left = await _left(settler, order_id, own)
        if left:
            await make_parcel(settler, caller, order_id, left, packed=True)
        packed = await _packed(settler, order_id, own)
        if not packed:
            raise NothingToPack("All of yours was sent, or was refunded.")
    except Problem as refusal:
        await as_before(settler, caller.key, refusal, _Done)
        return
    for parcel in packed:
        await ship(settler, shipper(parcel.id), order_id, parcel.id, carrier, tracking)


async def _left(settler: Settler, order_id: UUID, own: frozenset[int]) -> dict[int, int]:
    order = await any_order(settler.orders, order_id)
    must_be_sendable(order)
    now = await parcels_now(settler, order)
    left = left_to_pack(now.lines, now.parcels)
    return {line: units for line, units in left.items() if line in own}


async def _packed(settler: Settler, order_id: UUID, own: frozenset[int]) -> list[Parcel]:
    """What is packed, and has nothing of others in it."""
    order = await settler.orders.known(order_id)
    now = await parcels_now(settler, order)
    return [one for one in now.parcels if one.is_picked and own >= set(one.lines)]
