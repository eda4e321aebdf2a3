"""Cards that are kept at YooKassa for who paid with them, or entered them."""

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.cards import keep_card
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.shop_parts import ShopParts
from holdfast.payments import Payment
from holdfast.people import Principal
from tests.db.flows.buying import new_goods, reserve
from tests.support.banks import OfYooKassa

__all__ = ["BACK", "a_card", "paid_there", "typed"]

BACK = "https://shop.example/account"


async def typed(
    shop: ShopParts, bank: OfYooKassa, buyer: Principal, placed: Placed, *, save: bool
) -> PaymentBegun:
    """A card that is typed on its page pays the order."""
    begun = await begin_payment(
        shop, Caller(buyer), placed.reservation_id, "yookassa", origin=BACK, save_card=save
    )
    assert begun.next_action is not None and begun.next_action.redirect_url is not None
    bank.server.visit(begun.next_action.redirect_url.rpartition("/")[2], "pay")
    await arrived(ForOrders(shop), begun.payment_id)
    return begun


async def paid_there(
    shop: ShopParts, bank: OfYooKassa, buyer: Principal, *, save: bool = True
) -> Payment:
    """An order of theirs is paid so."""
    placed = await reserve(shop, buyer, await new_goods(shop, 1))
    begun = await typed(shop, bank, buyer, placed, save=save)
    payment = await shop.payments.get(begun.payment_id)
    assert payment is not None
    return payment


async def a_card(shop: ShopParts, bank: OfYooKassa, buyer: Principal) -> str:
    """One that is kept for them; its id."""
    card = await keep_card(shop, await paid_there(shop, bank, buyer))
    assert card is not None
    return card.id
