"""An order that is asked for by its id, and the refusal of whoever asks for what is not theirs."""

from uuid import UUID

from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.orders import Order, OrderBook
from holdfast.people import Principal

__all__ = ["any_order", "order_shown_to", "own_order"]


async def any_order(book: OrderBook, order_id: UUID) -> Order:
    """Whosever it is. Raises :class:`OrderNotFound`."""
    order = await book.get(order_id)
    if order is None:
        raise OrderNotFound("There is no such order.")
    return order


async def own_order(book: OrderBook, owner: str, order_id: UUID) -> Order:
    """The owner's own. Raises :class:`OrderNotFound`, of another's, too."""
    order = await book.get(order_id)
    if order is None or order.owner != owner:
        raise OrderNotFound("You have no such order.")
    return order


async def order_shown_to(book: OrderBook, who: Principal | None, order_id: UUID) -> Order:
    """One's own; staff have all. Raises :class:`OrderNotFound`."""
    order = await book.get(order_id)
    if order is None or who is None or not (order.owner == who.id or who.is_staff):
        raise OrderNotFound("You have no such order.")
    return order
