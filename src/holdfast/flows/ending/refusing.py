"""Why a paid order is not cancelled by itself: by what it paid for, and by the shop's rules."""

from holdfast import fraud
from holdfast.booking.bookings import due_for
from holdfast.booking.galleries import further_of_order
from holdfast.flows.commit.refusals import (
    CancelByBooking,
    CancelByPackage,
    NoRefunds,
    SentInExchange,
)
from holdfast.flows.ending.parcels import parcels_now
from holdfast.flows.settlement.settler import Settler
from holdfast.fraud import check_of
from holdfast.kit import Problem
from holdfast.ledger import Rider
from holdfast.orders import Order
from holdfast.packages import purchase_of, was_issued
from holdfast.returns import sent_in_exchange

__all__ = ["CancelByPictures", "must_be_alone", "must_be_goods", "must_refund"]


class CancelByPictures(Problem):
    """What it bought can be downloaded by now."""

    status = 409
    code = "cancel-by-pictures"
    title = "The order bought pictures"


async def must_be_alone(settler: Settler, order: Order) -> None:
    """Raises the refusal, if it paid something of a booking that stands."""
    if order.booking_id is None and (due := await due_for(settler.database.pool, order.id)):
        raise CancelByBooking(
            "This order pays for a booking. Cancel the booking: it says what comes back.",
            extra={"bookingId": str(due.booking_id)},
        )


async def must_refund(settler: Settler, order: Order) -> None:
    """Raises the refusal, if its buyer does not get the money of a paid order back."""
    if order.booking_id is not None:
        raise CancelByBooking(
            "This order pays for a booking. Cancel the booking: it says what comes back.",
            extra={"bookingId": str(order.booking_id)},
        )
    if await further_of_order(settler.database.pool, order.id) is not None:
        raise CancelByPictures(
            "This order bought pictures, which are yours to download. Ask the studio."
        )
    shop = await settler.shop.now()
    if shop.refunds == "none" and not any((await parcels_now(settler, order)).awaited.values()):
        raise NoRefunds("This shop does not refund paid orders.")
    if not order.total and await sent_in_exchange(settler.database.pool, order.id, order.owner):
        raise SentInExchange(
            "This order comes in place of goods that you sent back. Ask the shop to cancel it: "
            "what you paid is with the first order."
        )


async def must_be_goods(settler: Settler, order: Order) -> tuple[Rider, ...]:
    """Raises the refusal, if it paid for a package: how much of that is used, its page says. Of one
    that is held against fraud nothing was issued, and nothing is, as long as what it returns
    holds."""
    if order.description is None or order.booking_id is not None:
        return ()
    pool = settler.database.pool
    if await purchase_of(pool, order.id) is None:
        return ()
    check = await check_of(pool, order.id)
    if check is not None and check.keeps_back and not await was_issued(pool, order.id):
        return (fraud.still_kept_back(check),)
    raise CancelByPackage(
        "This order bought a package. Ask the studio to take back what is left of it."
    )
