"""Goods and coupon of a new order held for the time it takes to pay."""

from holdfast.flows.commit.lines import lines_of, order_ref
from holdfast.flows.commit.settlement import NewOrder, Taken
from holdfast.ledger import Hold, Insert, tell
from holdfast.orders import ORDER_ITEMS, ORDERS, OrderReserved, item_rows

__all__ = ["held", "hold_of"]


def hold_of(order: NewOrder, seconds: float) -> Hold:
    """With what its owner may hold at most."""
    lines = (*order.bounds, *lines_of(order, order.items).held)
    return Hold(order.hold_id, lines, seconds, order_ref(order.id))


def held(order: NewOrder, seconds: float) -> Taken:
    """To be paid through a provider, or from a wallet later."""
    row = (
        order.id,
        order.number,
        order.owner,
        order.hold_id,
        order.total,
        order.discount,
        order.currency,
        order.coupon_id,
        order.locale,
        order.request,
    )
    fact = OrderReserved(order.hold_id, order.total, order.currency)
    return Taken(
        (hold_of(order, seconds),),
        (
            Insert(ORDERS, (row,)),
            Insert(ORDER_ITEMS, item_rows(order.id, order.items)),
            tell(fact, order.id, order.request),
        ),
    )
