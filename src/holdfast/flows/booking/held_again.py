"""A booking that waits for its money, held anew until when it would have been held, with its order
at another price. A payment that was begun for the hold before goes back."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import BookedPart, Booking, Taking, cell_lines, moves_key
from holdfast.flows.booking.booker import Booker
from holdfast.flows.checkout.bounds import bounds_again
from holdfast.flows.checkout.taxed import session_repriced
from holdfast.flows.checkout.times_of_guests import times_again
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.refusals import PaymentUnderWay
from holdfast.flows.payments.tries import nothing_under_way
from holdfast.kit import new_id
from holdfast.ledger import Deposit, Expect, Hold, Operation, Release, Rider
from holdfast.orders import Order, OrderChanged, due_key, load_items
from holdfast.people import of_owner

__all__ = ["HeldAgain", "held_again"]


class HeldAgain(Struct, frozen=True):
    """``off``: what lets go of the hold before, as long as nothing of the order is paid and the
    booking is as it was read; ``hold`` takes its place, and ``riders`` are the order's."""

    off: tuple[Operation, ...]
    hold: Hold
    riders: tuple[Rider, ...]


async def held_again(
    booker: Booker,
    caller: Caller,
    booking: Booking,
    order: Order,
    takings: Sequence[Taking],
    parts: Sequence[BookedPart],
    prepaid: int,
) -> HeldAgain:
    """So much of its price, which has these ``parts``, is to be paid first. Raises
    :class:`PaymentUnderWay`."""
    await nothing_under_way(booker, order)
    if order.paid_in_part:
        raise PaymentUnderWay("A part of this order is paid. It cannot be changed any more.")
    items = (await load_items(booker.database.pool, [order.id]))[order.id]
    before, after = order.reservation_id, new_id()
    total = order.total - booking.prepaid + prepaid
    owner = caller.principal if caller.actor == order.owner else of_owner(order.owner)
    lines = (
        *bounds_again(booker, owner, items),
        *times_again(booker, owner, takings),
        *lines_of(replace(order, total=total), items, cell_lines(takings)).held,
    )
    fact = OrderChanged(after, total, order.currency, order.coupon_id)
    return HeldAgain(
        (
            Expect(due_key(order.id), 0),
            Expect(moves_key(booking.id), booking.moves),
            Deposit(moves_key(booking.id), 1),
            Release(before),
        ),
        Hold(after, lines, 1.0, order_ref(order.id), ends_with=before),
        await session_repriced(booker.shop, order, fact, booking.service_id, parts, prepaid),
    )
