"""Staff remind a client of what is due of a booking."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import booking_rest_told
from holdfast.flows.booking.booker import Booker, BookingEnded, found_booking
from holdfast.flows.booking.paying_due import NothingDue
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import unless_done_before
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.mailing.mailing import Mailing
from holdfast.flows.mailing.told import told_of_orders
from holdfast.kit import Problem, new_id, shop_now
from holdfast.kit.sentences import say

__all__ = ["NobodyToMail", "RemindedLately", "can_be_reminded", "remind_of_rest"]

AGAIN_AFTER: Final = timedelta(hours=1)
_TRIES: Final = 4
_TOLD: Final = "SELECT rest_told_at FROM bookings WHERE id = $1"


class NobodyToMail(Problem):
    """Nobody knows where its client is told of it."""

    status = 409
    code = "nobody-to-mail"
    title = "There is no address of mail"


class RemindedLately(Problem):
    """They were reminded within the hour."""

    status = 409
    code = "reminded-lately"
    title = "They were reminded a moment ago"


async def remind_of_rest(
    booker: Booker, caller: Caller, booking_id: UUID, mailing: Mailing | None
) -> None:
    """A mail, or an SMS, says what is due, and leads to where it is paid. Raises a Problem for
    every refusal."""
    for _ in range(_TRIES):
        booking = await found_booking(booker, caller.principal, booking_id)
        if booking.is_unpaid or booking.is_cancelled:
            raise BookingEnded(
                "Its own order is to be paid, or it is off.", extra={"found": booking.status}
            )
        if booking.price <= booking.prepaid:
            raise NothingDue("All of it is paid.")
        told_at = await booker.database.pool.fetchval(_TOLD, booking_id)
        if not await can_be_reminded(booker, mailing, {booking.order_id: booking.user_id}):
            raise NobodyToMail("No address of mail is known. Make a pay link and send it.")
        if told_at is not None and told_at > shop_now() - AGAIN_AFTER:
            minutes = int(AGAIN_AFTER.total_seconds() // 60)
            lately = say("Wait {minutes} minutes after a reminder.", minutes=minutes)
            await unless_done_before(booker, caller.key, RemindedLately(lately))
            return
        audited = caller.audited(
            "rest.reminded", booking.id, {"rest": booking.price - booking.prepaid}
        )
        key = f"remind/{booking.id}/{told_at.isoformat() if told_at else new_id()}"
        command = caller.keyed((), (*booking_rest_told(booking), audited), key)
        if went_through(await booker.ledger.commit(command)):
            return
    raise crowded_out(f"booking {booking_id} does not stay as it is")


async def can_be_reminded(
    booker: Booker, mailing: Mailing | None, orders: Mapping[UUID, str]
) -> set[UUID]:
    """Of the orders of bookings, by whose they are, those of which somebody hears."""
    shop = await booker.shop.now()
    async with booker.database.read() as connection:
        return await told_of_orders(connection, mailing, "booking-rest-due", orders, shop)
