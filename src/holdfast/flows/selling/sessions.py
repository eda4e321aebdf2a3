"""Sharing a booking: brings the accounts of its photographers and studios to what is theirs of it
now, once it has ended."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from holdfast.booking.bookings import (
    ShareBooking,
    booking_share_brought,
    booking_share_moved,
    share_of,
    shares_of_booking,
)
from holdfast.flows.commit.caller import Caller
from holdfast.flows.selling.bringing import Difference, bring
from holdfast.flows.settlement.settler import Settler
from holdfast.orders import goods_left
from holdfast.payments import COVERED
from holdfast.sellers import SESSION, Holder

__all__ = ["KeptOfBooking", "kept_of_booking", "share_booking"]

_PARTITIONS: Final = "$2::smallint[]"
_COVERED: Final = COVERED.replace("CAST(:partitions AS smallint[])", _PARTITIONS)
# One statement sees one moment.
_STATE: Final = f"""
SELECT b.currency, b.status IN ('completed', 'cancelled', 'no_show') AS ended,
       CASE b.status WHEN 'cancelled' THEN b.penalty ELSE b.prepaid END AS worth,
       {_COVERED} AS own, {goods_left(_PARTITIONS)} AS goods, coalesce((
           SELECT sum({_COVERED}) FROM booking_dues d JOIN orders o ON o.id = d.id
           WHERE d.booking_id = b.id AND d.status = 'settled'), 0) AS later, coalesce((
           SELECT sum({_COVERED}) FROM further_pictures f JOIN orders o ON o.id = f.id
           WHERE f.booking_id = b.id AND f.status = 'bought'), 0) AS pictures
FROM bookings b JOIN orders o ON o.id = b.order_id WHERE b.id = $1
"""


class KeptOfBooking(Struct, frozen=True):
    """What is kept of a booking's price, and of what its client paid for more pictures, in its
    ``currency``; ``ended``: it will not change by itself."""

    kept: int
    currency: str
    ended: bool


async def kept_of_booking(settler: Settler, booking_id: UUID) -> KeptOfBooking:
    """As it stands: of what was paid for it, or once it is off of what is kept of that, as much as
    did not go back since. What the shop gave back beside that of an order with goods falls on the
    session first."""
    partitions = list(range(1, settler.reader.partitions + 1))
    row = await settler.database.pool.fetchrow(_STATE, booking_id, partitions)
    kept = max(int(row["own"] - row["goods"]), 0) + int(row["later"])
    kept = min(kept, row["worth"]) + int(row["pictures"])
    return KeptOfBooking(kept, row["currency"], row["ended"])


async def share_booking(settler: Settler, job: ShareBooking, caller: Caller) -> None:
    """Safe to repeat. Of one that goes on after all nothing is theirs yet."""
    for share in await shares_of_booking(settler.database.pool, job.booking_id):
        await _share(settler, job.booking_id, share.id, share.resource_id, caller)


async def _share(
    settler: Settler, booking_id: UUID, share_id: UUID, resource_id: UUID, caller: Caller
) -> None:
    async def look() -> Difference | None:
        known = await shares_of_booking(settler.database.pool, booking_id)
        share = next(one for one in known if one.id == share_id)
        found = await kept_of_booking(settler, booking_id)
        theirs = share_of(found.kept, share.rate, share.among) if found.ended else 0
        if theirs == share.amount and (share.is_earned or not (found.ended and share.rate)):
            return None
        change = theirs - share.amount
        movements = ((change, f"{SESSION}{booking_id}"),) if change else ()
        return Difference(movements, booking_share_brought(share, theirs))

    holder = Holder("resource", resource_id)
    first = await shares_of_booking(settler.database.pool, booking_id)
    currency = next(one.currency for one in first if one.id == share_id)
    await bring(settler, caller, holder, currency, share_id, look, booking_share_moved)
