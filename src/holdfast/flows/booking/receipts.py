"""The receipt of a booking that has ended: what it cost, what was paid and went back by which way,
what is kept and whose that is. Reckoned from how things stand, so it is right after each refund.

What was paid, less what went back, is what is kept of the session and what was paid beside it.
"""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from holdfast.booking import load_resources
from holdfast.booking.bookings import (
    Booking,
    SharePart,
    booking_of,
    dues_of,
    share_of,
    shares_of_booking,
)
from holdfast.booking.galleries import further_of
from holdfast.flows.booking.booker import BookingNotFound, found_booking
from holdfast.flows.selling.sessions import kept_of_booking
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem
from holdfast.payments import PAID_WITH
from holdfast.people import Principal

__all__ = ["NoReceipt", "PaidWith", "Receipt", "ReceiptShare", "own_receipt", "receipt_of"]


class NoReceipt(Problem):
    """It has not ended yet, or nothing was ever paid for it."""

    status = 404
    code = "no-receipt"
    title = "There is no receipt"


class PaidWith(Struct, frozen=True):
    """By one provider, for the session and goods beside it."""

    provider: str
    paid: int
    refunded: int


class ReceiptShare(Struct, frozen=True):
    """What of what is kept is a photographer's or a studio's: ``rate`` basis points of it, that
    ``among`` so many share."""

    resource_id: UUID
    name: str
    part: SharePart
    rate: int
    among: int
    amount: int


class Receipt(Struct, frozen=True):
    """Of the session ``kept`` and of other things in the same order ``beside``; ``platform`` is
    what nobody of the ``shares`` has."""

    booking: Booking
    sources: tuple[PaidWith, ...]
    kept: int
    beside: int
    shares: tuple[ReceiptShare, ...]
    platform: int


async def receipt_of(settler: Settler, principal: Principal | None, booking_id: UUID) -> Receipt:
    """For whose booking it is, and staff. Raises :class:`NoReceipt` and
    :class:`~holdfast.flows.booking.booker.BookingNotFound`."""
    return await _receipt(settler, await found_booking(settler, principal, booking_id))


async def own_receipt(settler: Settler, booking_id: UUID, resources: Collection[UUID]) -> Receipt:
    """With the shares of these alone, one of whom has a part in it. Raises as
    :func:`receipt_of`."""
    booking = await booking_of(settler.database.pool, booking_id)
    known = await shares_of_booking(settler.database.pool, booking_id)
    theirs = any(one.rate and one.resource_id in resources for one in known)
    if booking is None or not theirs:
        raise BookingNotFound("You have no such booking.")
    found = await _receipt(settler, booking)
    own = tuple(one for one in found.shares if one.resource_id in resources)
    return Receipt(booking, found.sources, found.kept, found.beside, own, found.platform)


async def _receipt(settler: Settler, booking: Booking) -> Receipt:
    pool = settler.database.pool
    if booking.stands or booking.confirmed_at is None:
        raise NoReceipt("It has not ended, or nothing was paid for it.")
    later = [one.id for one in await dues_of(pool, booking.id) if one.is_settled]
    later += [one.id for one in await further_of(pool, booking.id) if one.is_bought]
    partitions = list(range(1, settler.reader.partitions + 1))
    rows = await pool.fetch(PAID_WITH, [booking.order_id, *later], partitions)
    sources = tuple(PaidWith(*row) for row in rows)
    kept = (await kept_of_booking(settler, booking.id)).kept
    agreed = [one for one in await shares_of_booking(pool, booking.id) if one.rate]
    named = await load_resources(pool, [one.resource_id for one in agreed])
    shares = tuple(
        ReceiptShare(
            one.resource_id,
            named[one.resource_id].name if one.resource_id in named else "",
            one.part,
            one.rate,
            one.among,
            share_of(kept, one.rate, one.among),
        )
        for one in agreed
    )
    covered = sum(one.paid - one.refunded for one in sources)
    platform = kept - sum(one.amount for one in shares)
    return Receipt(booking, sources, kept, covered - kept, shares, platform)
