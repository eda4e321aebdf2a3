"""Codes at the till: nothing is sent, so nobody is asked where to; goods beside them go as ever."""

import pytest

from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import AddressNeeded
from holdfast.flows.shop_parts import ShopParts
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.shipping import Address
from tests.db.flows.buying import Goods, a_customer, cart_of, new_goods
from tests.db.flows.checkout.test_prices import charge
from tests.db.flows.digital.codes import new_codes
from tests.db.flows.stage import Stage

POST = {
    "id": "post", "name": "Post", "price": 500, "currency": "EUR", "to_address": True,
}  # fmt: skip
BERLIN = Address("DE", "Anna Beispiel", street="Allee 1", postal_code="10115", city="Berlin")


@pytest.fixture
async def charged(stage: Stage) -> Stage:
    await charge(stage, shipping_methods=[POST])
    return stage


async def ordered(parts: ShopParts, buyer: Principal, *goods: Goods, choice: Choice) -> Order:
    placed = await place(parts, Caller(buyer), cart_of(*goods), choice=choice)
    order = await parts.orders.get(placed.order_id)
    assert order is not None
    return order


async def test_codes_alone_cost_no_delivery_and_ask_for_no_address(charged: Stage) -> None:
    codes = await new_codes(charged, 2, price=1000)
    order = await ordered(charged, a_customer(), codes, choice=Choice(whole=True))
    assert (order.total, order.shipping, order.lacks_address) == (1000, 0, False)
    by_post = Choice(whole=True, method="post")  # chosen while there were goods in the cart
    order = await ordered(charged, a_customer(), codes, choice=by_post)
    assert (order.total, order.shipping) == (1000, 0)


async def test_goods_beside_codes_are_delivered_to_an_address(charged: Stage) -> None:
    codes, goods = await new_codes(charged, 2, price=1000), await new_goods(charged, 2, price=300)
    with pytest.raises(AddressNeeded):
        await ordered(charged, a_customer(), codes, goods, choice=Choice(whole=True))
    order = await ordered(
        charged, a_customer(), codes, goods, choice=Choice(whole=True, address=BERLIN)
    )
    assert (order.total, order.shipping) == (1800, 500)
