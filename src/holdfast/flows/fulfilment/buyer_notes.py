"""What a buyer asks of whoever packs an order: a gift without a price, a bell that is broken."""

from uuid import UUID

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.own_orders import HoldsOrders, say_of_own_order
from holdfast.kit import Problem
from holdfast.ledger import Rider
from holdfast.orders import Order

__all__ = ["NoteTooLate", "note_of_buyer"]


class NoteTooLate(Problem):
    """Nobody packs it any more, or nobody ever will."""

    status = 409
    code = "note-too-late"
    title = "It is too late for a note"


async def note_of_buyer(parts: HoldsOrders, caller: Caller, order_id: UUID, note: str) -> None:
    """Whoever packs the caller's order reads it, from now on; empty: nothing any more. Raises
    :class:`~holdfast.flows.commit.refusals.OrderNotFound`, :class:`NoteTooLate`."""
    text = note.strip() or None

    def noted(order: Order) -> Rider | None:
        if order.buyer_note == text:
            return None
        _in_time(order)
        return orders.noted_by_buyer(order, text)

    await say_of_own_order(parts, caller, order_id, "buyer-note", noted)


def _in_time(order: Order) -> None:
    if not order.is_sent:
        raise NoteTooLate("Nothing of this order is packed.")
    if order.is_cancelled:
        raise NoteTooLate("The order is cancelled.")
    if order.fulfilment not in (None, "unfulfilled"):
        raise NoteTooLate("Something of the order has left already.")
