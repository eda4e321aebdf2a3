"""What became of an order whose wallet was asked by message."""

from uuid import UUID

from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.refusals import CannotBuy
from holdfast.flows.commit.wallet_settlement import shortfalls
from holdfast.orders import Order

__all__ = ["came_to_nothing", "decided"]


async def came_to_nothing(till: Till, order_id: UUID) -> bool:
    """Whether the order is off because its wallet, asked by message, had not enough."""
    order = await till.orders.known(order_id)
    return order.is_cancelled and bool(await shortfalls(till.database.pool, [order_id]))


async def decided(till: Till, order_id: UUID) -> Order:
    """The order, decided if that takes no longer than a moment. Raises :class:`CannotBuy` if the
    wallet has too little, as if it had been asked together with the goods."""
    order = await till.orders.known(order_id)
    if order.is_pending and till.decisions is not None:
        await till.decisions.wait(order_id)
        order = await till.orders.known(order_id)
    if order.is_cancelled:
        missing = (await shortfalls(till.database.pool, [order_id])).get(order_id)
        if missing is not None:
            raise CannotBuy(missing.detail, extra={"points": missing.shown()})
    return order
