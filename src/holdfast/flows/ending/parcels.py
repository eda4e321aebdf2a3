"""An order's parcels as they stand at one moment: what a command that touches them is made of.

An account counts the steps of all parcels of an order. It is read first, and every such command
names what it was: so of two at once the second is refused, and reads again.
"""

from asyncio import gather
from collections.abc import Sequence

from msgspec import Struct

from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import (
    LineStanding,
    Parcel,
    ParcelItem,
    ParcelTold,
    parcels_key,
    parcels_of,
)
from holdfast.kit import Problem
from holdfast.ledger import AccountState, Deposit, Expect, Operation
from holdfast.orders import Order, OrderItem, load_items, returned_key

__all__ = [
    "OrderPacked", "ParcelsNow", "ParcelsUnderWay", "cancel_refused", "complete_refused",
    "parcels_now", "units_returned",
]  # fmt: skip


class OrderPacked(Problem):
    """Something of the order is picked: what is sent comes back as a return, or is refunded."""

    status = 409
    code = "order-packed"
    title = "The order is packed"


class ParcelsUnderWay(Problem):
    """A parcel of the order is still to arrive."""

    status = 409
    code = "parcels-under-way"
    title = "Parcels are on their way"


class ParcelsNow(Struct, frozen=True):
    """``returned`` says of each line how many units were refunded, ``steps`` how many steps the
    parcels made."""

    order: Order
    items: Sequence[OrderItem]
    returned: Sequence[AccountState]
    steps: AccountState
    parcels: tuple[Parcel, ...]

    @property
    def lines(self) -> tuple[LineStanding, ...]:
        """Of the order, in its order."""
        both = zip(self.items, self.returned, strict=True)
        return tuple(LineStanding(item.quantity, back.balance) for item, back in both)

    @property
    def unmoved(self) -> Expect:
        """That no parcel made a step since it was read."""
        return Expect(self.steps.key, self.steps.version)

    @property
    def step(self) -> tuple[Operation, ...]:
        """One step more, if nothing was done since it was read."""
        refunded = (Expect(one.key, one.version) for one in self.returned)
        return (self.unmoved, Deposit(self.steps.key, 1), *refunded)

    @property
    def told(self) -> ParcelTold:
        """What the events of its parcels say."""
        items = {
            line: ParcelItem(item.product_name, item.quantity, item.options)
            for line, item in enumerate(self.items)
        }
        return ParcelTold(self.order.number, self.order.owner, self.order.locale, items)


def cancel_refused(parcels: Sequence[Parcel]) -> Problem | None:
    """Why a paid order with these parcels cannot be cancelled; None: it can."""
    if any(one.was_picked for one in parcels):
        return OrderPacked("It is packed already. Once you have it, ask for a return instead.")
    return None


def complete_refused(parcels: Sequence[Parcel]) -> Problem | None:
    """Why a paid order with these parcels is not completed; None: it can be."""
    if any(one.is_under_way for one in parcels):
        return ParcelsUnderWay("Say first of each parcel whether it arrived.")
    return None


async def parcels_now(settler: Settler, order: Order) -> ParcelsNow:
    """As they stand; what counts their steps is read first."""
    pool = settler.database.pool
    steps = await settler.reader.account(parcels_key(order.id))
    items = (await load_items(pool, [order.id]))[order.id]
    returned = await units_returned(settler, order, items)
    parcels = (await parcels_of(pool, [order.id]))[order.id]
    return ParcelsNow(order, items, returned, steps, parcels)


async def units_returned(
    settler: Settler, order: Order, items: Sequence[OrderItem]
) -> list[AccountState]:
    """Of each line how many units were refunded."""
    keys = (returned_key(order.id, line) for line in range(len(items)))
    return list(await gather(*map(settler.reader.account, keys)))
