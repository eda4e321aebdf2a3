"""Something of an order that is its buyer's to say: where news of it go, who picks it up, what is
asked of whoever packs it."""

from collections.abc import Callable
from typing import Final, Protocol, TypeAlias
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.known_orders import own_order
from holdfast.flows.commit.outcomes import went_through
from holdfast.kit import new_id
from holdfast.ledger import Ledger, Rider
from holdfast.orders import Order, OrderBook

__all__ = ["HoldsOrders", "Say", "say_of_own_order"]

_TRIES: Final = 4


class HoldsOrders(Protocol):
    """What it works with."""

    @property
    def orders(self) -> OrderBook: ...
    @property
    def ledger(self) -> Ledger: ...


Say: TypeAlias = Callable[[Order], Rider | None]
"""What is to be written of the order as it was read; None: it says so already. Raises what forbids
it."""


async def say_of_own_order(
    parts: HoldsOrders, caller: Caller, order_id: UUID, name: str, say: Say
) -> None:
    """Of the caller's order, if it still stands as it was read; ``name`` begins the key where the
    request has none. Raises what ``say`` raises, and
    :class:`~holdfast.flows.commit.refusals.OrderNotFound`."""
    for _ in range(_TRIES):
        order = await own_order(parts.orders, caller.actor, order_id)
        rider = say(order)
        if rider is None:
            return
        command = caller.keyed((), (rider,), f"{name}/{order.id}/{new_id()}")
        if went_through(await parts.ledger.commit(command)):
            return
    raise crowded_out(f"order {order_id} does not keep still")
