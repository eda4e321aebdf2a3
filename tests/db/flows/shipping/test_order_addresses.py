"""Where orders go: kept with them, changed until they are over, priced by it."""

import asyncio

import pytest
from msgspec.structs import replace

from holdfast.flows.checkout.change_delivery import Delivered
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import Choice, ShippingUnknown
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import AddressNeeded, AlreadyPaid, OrderNotFound
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.shipping.keeping import keep_address
from holdfast.flows.shipping.readdressing import AddressElsewhere, AddressFixed, readdress
from holdfast.orders import Order
from holdfast.people import Principal
from holdfast.shipping import Address, addresses_of, decode_address
from tests.db.flows.buying import (
    Goods,
    a_customer,
    a_guest,
    cart_of,
    confirm,
    new_goods,
    order_now,
    pay_for,
    stock_of,
)
from tests.db.flows.checkout.test_prices import charge, promote
from tests.db.flows.coupons import new_coupon
from tests.db.flows.stage import Stage

BERLIN = Address(
    "DE", "Anna Beispiel", street="Invalidenstraße 116", postal_code="10115", city="Berlin"
)
PARIS = Address("FR", "Anne Exemple", street="1 Rue X", postal_code="75001", city="Paris")
POST = {
    "id": "post", "name": "Post", "price": 500, "currency": "EUR", "to_address": True,
}  # fmt: skip
COURIER = {"id": "fast", "name": "Courier", "price": 1500, "currency": "EUR", "to_address": True}
PICKUP = {"id": "here", "name": "Pick-up", "price": 0, "currency": "EUR"}
VAT = [{"name": "VAT", "rate": 19_000, "region": "DE"}, {"name": "TVA", "rate": 20_000,
        "region": "FR"}]  # fmt: skip


@pytest.fixture
async def charged(stage: Stage) -> Stage:
    await charge(stage, tax_rates=VAT, shipping_methods=[POST, COURIER, PICKUP])
    return stage


async def reserve(stage: Stage, buyer: Principal, goods: Goods, choice: Choice) -> Placed:
    return await place(stage, Caller(buyer), cart_of(goods, quantity=2), choice=choice)


async def gone_to(stage: Stage, placed: Placed) -> Address | None:
    order = await order_now(stage, placed)
    return None if order.address_text is None else decode_address(order.address_text)


def figures(order: Order) -> tuple[int, int, int]:
    return order.total, order.tax, order.shipping


async def test_an_order_keeps_the_address_it_was_made_with(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_customer(), await new_goods(stage, 9, price=1000)
    kept = await keep_address(stage.database, Caller(buyer), BERLIN, default=False)
    assert kept.is_default
    placed = await reserve(stage, buyer, goods, Choice(address=BERLIN))
    order = await order_now(stage, placed)
    assert figures(order) == (2880, 380, 500)
    assert await gone_to(stage, placed) == BERLIN
    async with stage.database.read() as connection:
        assert [one.address for one in await addresses_of(connection, buyer.id)] == [BERLIN]
    payment = await pay_for(stage, buyer, placed)
    await confirm(stage, buyer, placed, payment)
    assert await gone_to(stage, placed) == BERLIN


async def test_what_goes_to_an_address_is_not_paid_before_it_is_said(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_guest(), await new_goods(stage, 9, price=1000)
    placed = await reserve(stage, buyer, goods, Choice())
    order = await order_now(stage, placed)
    assert order.lacks_address
    with pytest.raises(AddressNeeded):
        await pay_for(stage, buyer, placed)
    with pytest.raises(AddressNeeded):
        await reserve(stage, buyer, goods, Choice(whole=True))
    here = await reserve(stage, buyer, goods, Choice(method="here", whole=True))
    assert not (await order_now(stage, here)).lacks_address
    await pay_for(stage, buyer, here)
    # Chosen later, to be picked up, it needs none either.
    await readdress(stage, Caller(buyer), placed.order_id, Delivered(method="here"))
    moved = await order_now(stage, placed)
    assert (moved.shipping, moved.lacks_address) == (0, False)


async def test_another_address_is_another_price_in_one_command(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_customer(), await new_goods(stage, 2, price=1000)
    offer = await promote(stage, code="TEN", quantity=1)
    choice = Choice(promo_code="TEN", address=BERLIN)
    placed = await reserve(stage, buyer, goods, choice)
    before = await order_now(stage, placed)
    assert figures(before) == (1800 + 342 + 500, 342, 500)
    wanted = Delivered(address=PARIS, method="fast", expected=1)
    with pytest.raises(PriceChanged):
        await readdress(stage, Caller(buyer), placed.order_id, wanted)
    assert await order_now(stage, placed) == before
    await readdress(stage, Caller(buyer), placed.order_id, replace(wanted, expected=3660))
    after = await order_now(stage, placed)
    assert figures(after) == (1800 + 360 + 1500, 360, 1500)
    assert after.hold_id != before.hold_id
    assert after.breakdown is not None
    assert (after.breakdown.region, after.breakdown.promo_code) == ("FR", "TEN")
    assert await gone_to(stage, placed) == PARIS
    assert await stock_of(stage, goods) == (0, 2)  # both are held all the while
    states = [await stage.reader.account(key) for key in offer.uses(buyer.id)]
    assert [(state.balance, state.held) for state in states] == [(0, 1)]
    # At the same price the hold stays.
    lyon = replace(PARIS, postal_code="69001", city="Lyon")
    await readdress(stage, Caller(buyer), placed.order_id, Delivered(address=lyon))
    assert (await order_now(stage, placed)).hold_id == after.hold_id
    assert await gone_to(stage, placed) == lyon
    with pytest.raises(ShippingUnknown):
        await readdress(stage, Caller(buyer), placed.order_id, Delivered(method="pigeon"))


async def test_an_orders_coupon_goes_with_it(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_customer(), await new_goods(stage, 4, price=1000)
    coupon = await new_coupon(stage, buyer)
    placed = await reserve(stage, buyer, goods, Choice(coupon, address=BERLIN))
    await readdress(stage, Caller(buyer), placed.order_id, Delivered(address=PARIS))
    after = await order_now(stage, placed)
    assert (after.coupon_id, after.discount) == (coupon, 200)


async def test_once_paid_it_goes_where_it_costs_the_same(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_customer(), await new_goods(stage, 4, price=1000)
    placed = await reserve(stage, buyer, goods, Choice(address=BERLIN))
    await confirm(stage, buyer, placed, await pay_for(stage, buyer, placed))
    bonn = replace(BERLIN, postal_code="53111", city="Bonn")
    await readdress(stage, Caller(buyer), placed.order_id, Delivered(address=bonn))
    assert await gone_to(stage, placed) == bonn
    with pytest.raises(AddressElsewhere):
        await readdress(stage, Caller(buyer), placed.order_id, Delivered(address=PARIS))
    with pytest.raises(AlreadyPaid):
        await readdress(stage, Caller(buyer), placed.order_id, Delivered(method="fast"))
    with pytest.raises(OrderNotFound):
        await readdress(stage, Caller(a_customer()), placed.order_id, Delivered(address=bonn))
    staff = Principal("user:staff", "user", frozenset({"manager"}), "192.0.2.1")
    await readdress(stage, Caller(staff), placed.order_id, Delivered(address=BERLIN))
    assert await gone_to(stage, placed) == BERLIN
    noted = await stage.database.pool.fetch(
        "SELECT action, data::text FROM audit_log WHERE subject = $1", str(placed.order_id)
    )
    assert [tuple(row) for row in noted] == [("order.readdressed", "{}")]
    with pytest.raises(AddressFixed):
        await readdress(stage, Caller(staff), placed.order_id, Delivered(method="fast"))


async def test_what_is_over_goes_nowhere(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_customer(), await new_goods(stage, 4, price=1000)
    placed = await reserve(stage, buyer, goods, Choice(address=BERLIN))
    await cancel(stage, Caller(buyer), order_id=placed.order_id)
    with pytest.raises(AddressFixed):
        await readdress(stage, Caller(buyer), placed.order_id, Delivered(address=BERLIN))


async def test_two_changes_at_once_are_one_after_the_other(charged: Stage) -> None:
    stage = charged
    buyer, goods = a_customer(), await new_goods(stage, 2, price=1000)
    placed = await reserve(stage, buyer, goods, Choice(address=BERLIN))
    wanted = [Delivered(address=PARIS), Delivered(method="fast"), Delivered(method="here")]
    await asyncio.gather(*(readdress(stage, Caller(buyer), placed.order_id, one) for one in wanted))
    order = await order_now(stage, placed)
    assert order.breakdown is not None
    assert (order.breakdown.region, order.tax) == ("FR", 400)
    assert order.shipping in (0, 1500)
    assert await stock_of(stage, goods) == (0, 2)
