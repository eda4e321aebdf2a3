"""Who picks an order up in place of its buyer, and the parcel that is found by its code."""

from uuid import UUID

from msgspec import Struct

from holdfast import orders
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.own_orders import say_of_own_order
from holdfast.flows.fulfilment.at_desks import waiting_at_desks
from holdfast.flows.settlement.settler import Settler
from holdfast.fulfilment import Parcel, PickupCodeWrong, parcels_of, same_code
from holdfast.kit import Problem
from holdfast.kit.phones import international
from holdfast.ledger import Rider
from holdfast.orders import Collector, Order, OrderItem, collector_text, load_items

__all__ = ["CollectorInvalid", "NotToPickUp", "Waiting", "found_by_code", "picked_up_by"]


class NotToPickUp(Problem):
    """The order is sent, or over, so nobody picks it up."""

    status = 409
    code = "not-to-pick-up"
    title = "The order is not to be picked up"


class CollectorInvalid(Problem):
    """They have no name, or a number that is none."""

    status = 422
    code = "collector-invalid"
    title = "Somebody who picks an order up has a name"


class Waiting(Struct, frozen=True):
    """A parcel at the desk, with its order and what was bought by that."""

    parcel: Parcel
    order: Order
    items: tuple[OrderItem, ...]


async def picked_up_by(
    settler: Settler, caller: Caller, order_id: UUID, collector: Collector | None
) -> None:
    """They pick the caller's order up; None: its buyer does. Raises :class:`NotToPickUp`,
    :class:`CollectorInvalid`, :class:`~holdfast.flows.commit.refusals.OrderNotFound`."""
    if collector is not None:
        collector = await _checked(settler, collector)

    def collected(order: Order) -> Rider:
        if not order.pickup:
            raise NotToPickUp("The order is sent: its address says to whom.")
        if order.is_cancelled or order.is_completed:
            raise NotToPickUp("The order is over.")
        return orders.collected_by(order, collector_text(collector))

    await say_of_own_order(settler, caller, order_id, "collector", collected)


async def _checked(settler: Settler, collector: Collector) -> Collector:
    name, typed = collector.name.strip(), collector.phone.strip()
    if not name:
        raise CollectorInvalid("Say who picks it up.", field="collector.name")
    here = (await settler.shop.now()).dispatch.holidays[:2]
    phone = international(typed, here) if typed else ""
    if phone is None:
        said = "This is no phone number. Write it with its country's code."
        raise CollectorInvalid(said, field="collector.phone")
    return Collector(name, phone)


async def found_by_code(settler: Settler, code: str) -> list[Waiting]:
    """What waits to be picked up under the code: one, or several by chance. Raises
    :class:`PickupCodeWrong`."""
    pool, secret = settler.database.pool, settler.link_secret
    ready = await waiting_at_desks(pool, lambda parcel: same_code(secret, parcel, code))
    ids = [one.order_id for one in ready]
    parcels, items = await parcels_of(pool, ids), await load_items(pool, ids)
    found = []
    for one in ready:
        order = await settler.orders.get(one.order_id)
        parcel = next(each for each in parcels[one.order_id] if each.id == one.id)
        if order is not None:
            found.append(Waiting(parcel, order, tuple(items[order.id])))
    if not found:
        raise PickupCodeWrong("Nothing waits to be picked up under this code.", field="code")
    return found
