"""Where an order goes, changed by its buyer or by staff, until it is on its way."""

from uuid import UUID

from holdfast import orders
from holdfast.flows.checkout.change_delivery import Delivered, change_delivery
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.known_orders import order_shown_to
from holdfast.flows.commit.outcomes import went_through
from holdfast.fulfilment import parcels_key, parcels_of
from holdfast.kit import Problem, new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Expect, Rider
from holdfast.orders import Order
from holdfast.shipping import Address, address_text

__all__ = ["AddressElsewhere", "AddressFixed", "readdress"]

_TRIES = 4


class AddressFixed(Problem):
    """The order is over, or on its way, or nothing of it is sent: where it goes cannot be
    changed."""

    status = 409
    code = "address-fixed"
    title = "The address cannot be changed any more"


class AddressElsewhere(Problem):
    """Tax and delivery were paid for another place."""

    status = 409
    code = "address-elsewhere"
    title = "The order was paid for another place"


async def readdress(till: Till, caller: Caller, order_id: UUID, wanted: Delivered) -> None:
    """Before it is paid, its buyer may change the price with it; afterwards, by staff, and where it
    is the difference of an exchange, it goes where it costs the same. Raises a Problem for every
    refusal."""
    for _ in range(_TRIES):
        order = await order_shown_to(till.orders, caller.principal, order_id)
        if not order.is_sent:
            raise AddressFixed("Nothing of this order is sent.")
        if order.exchange_of is not None and wanted.address is None:
            raise AddressFixed(
                "It is delivered as the order that it was added to, or sent in exchange of."
            )
        own_price = order.is_pending and order.exchange_of is None
        if order.owner == caller.actor and (own_price or wanted.address is None):
            return await change_delivery(till, caller, order_id, wanted)
        if wanted.address is None:
            raise AddressFixed("How it is delivered is the buyer's to choose.")
        if await _moved(till, caller, order, wanted.address):
            return None
    raise crowded_out(f"order {order_id} does not change")


async def _moved(till: Till, caller: Caller, order: Order, address: Address) -> bool:
    """At the price it has; False when it had changed meanwhile."""
    if order.is_cancelled or order.is_completed:
        raise AddressFixed("The order is over: it goes nowhere any more.")
    unmoved = await _not_packed(till, order)
    told, text = order.breakdown, address_text(address)
    if told is not None and told.region not in (None, address.place):
        said = say("Tax and delivery are for {place}. Choose an address there.", place=told.region)
        raise AddressElsewhere(said, field="shippingAddress.country")
    assert text is not None
    noted: tuple[Rider, ...] = ()
    if order.owner != caller.actor:
        noted = (caller.audited("order.readdressed", order.id, {}),)  # not to where: it is theirs
    key = f"address/{order.id}/{new_id()}"
    command = caller.keyed((unmoved,), (orders.readdressed(order, text), *noted), key)
    return went_through(await till.ledger.commit(command))


async def _not_packed(till: Till, order: Order) -> Expect:
    """That no parcel of it makes a step meanwhile. Raises :class:`AddressFixed` if one is packed or
    on its way; one that failed may go elsewhere."""
    steps = await till.reader.account(parcels_key(order.id))
    parcels = (await parcels_of(till.database.pool, [order.id]))[order.id]
    if any(one.counts and one.was_picked for one in parcels):
        raise AddressFixed("A parcel of it is packed already.")
    return Expect(steps.key, steps.version)
