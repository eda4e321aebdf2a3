"""Which payments set their money aside: until the order is sent, or was looked at."""

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import sold_before
from holdfast.flows.guarding.assessing import must_not_be_held
from holdfast.flows.settlement.settler import Settler
from holdfast.ledger import Rider
from holdfast.orders import Order, load_items
from holdfast.payments import Payment, PaymentProvider, held_until_sent, holds_money
from holdfast.shop import ShopSettings

__all__ = ["held_money"]


async def held_money(
    settler: Settler,
    caller: Caller,
    shop: ShopSettings,
    provider: PaymentProvider,
    order: Order,
    payment: Payment,
) -> tuple[Rider, ...]:
    """What notes, with the payment's begin, that its money is taken later: in a shop that charges
    when parcels leave, and in one that looks at its orders, so that of one that is held nothing was
    taken. What is ordered before it is there is paid at once: no bank keeps money aside for so
    long. Raises :class:`OrderToBeLookedAt` where the provider only takes money at once, and the
    order would be held."""
    if not order.is_sent or (shop.capture_on == "payment" and not shop.fraud.on):
        return ()
    if not shop.fraud.on and await _waits(settler, order):
        return ()
    if holds_money(provider):
        return (held_until_sent(payment.id),)
    if shop.fraud.on and not (payment.by_hand or provider.stateless):
        await must_not_be_held(settler, caller, shop.fraud, order)
    return ()


async def _waits(settler: Settler, order: Order) -> bool:
    items = (await load_items(settler.database.pool, [order.id]))[order.id]
    return any(sold_before(one) for one in items)
