"""What a new order takes, held for the time it takes to pay."""

from holdfast.booking.bookings import booking_held, schedule_guards
from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.wallet_settlement import NewOrder, Taken
from holdfast.flows.commit.ways import raised
from holdfast.ledger import REQUEST, Hold, Insert, Operation, Rider, tell
from holdfast.orders import (
    CONTACTED_ORDERS,
    ORDER_ITEMS,
    ORDERS,
    OrderReserved,
    breakdown_text,
    item_rows,
)
from holdfast.packages import purchased

__all__ = ["bought_package", "held", "waiting"]


def held(order: NewOrder, seconds: float) -> Taken:
    """To be paid through a provider, or from a wallet later."""
    fact = OrderReserved(order.hold_id, order.total, order.currency)
    return waiting(order, seconds, tell(fact, order.id))


def waiting(order: NewOrder, seconds: float, *riders: Rider) -> Taken:
    """The hold, with what its owner may hold at most; the order and its items, and ``riders``."""
    lines = (*order.bounds, *lines_of(order, order.items, order.cells).held)
    booking = order.booking
    guards: tuple[Operation, ...] = ()
    if booking is not None:
        guards = (*schedule_guards(booking.takings), *raised(booking.ways))
    row = (
        order.id,
        order.number,
        order.owner,
        order.hold_id,
        order.total,
        order.discount,
        order.currency,
        order.coupon_id,
        order.description,
        order.locale,
        REQUEST,
        order.tax,
        order.shipping,
        breakdown_text(order.breakdown),
        order.booking_id,
        order.address,
    )
    items = item_rows(order.id, order.items)
    return Taken(
        (*guards, Hold(order.hold_id, lines, seconds, order_ref(order.id))),
        (
            Insert(ORDERS, (row,))
            if order.contact is None
            else Insert(CONTACTED_ORDERS, ((*row, order.contact),)),
            *((Insert(ORDER_ITEMS, items),) if items else ()),
            *_booking(order),
            *bought_package(order),
            *riders,
        ),
    )


def _booking(order: NewOrder) -> tuple[Rider, ...]:
    """The booking that it is to pay for, if there is one."""
    if order.booking is None:
        return ()
    return booking_held(order.booking, order.number, order.owner, order.id)


def bought_package(order: NewOrder) -> tuple[Rider, ...]:
    """The package that it is for, as it is now."""
    if order.purchase is None:
        return ()
    return (purchased(order.id, order.owner, order.purchase),)
