"""What was paid for units that come back goes back: with their tax, and never twice."""

import asyncio

import pytest

from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.ending.refunded_units import UnitsNotThere
from holdfast.flows.payments.give_back import NothingPaid, RefundedMeanwhile, RefundTooLarge
from holdfast.flows.staff.orders import refund
from holdfast.kit import Problem
from holdfast.orders import Order
from holdfast.shop import change_settings
from tests.db.flows.buying import a_customer, cart_of, new_goods, refundable_of
from tests.db.flows.purses import buy, new_wallet
from tests.db.flows.stage import Stage

STAFF = process("user:staff")
CHARGED: dict[str, object] = {
    "tax_rates": [{"name": "Tax", "rate": 10_000}],
    "shipping_methods": [{"id": "post", "name": "Post", "price": 599, "currency": "EUR"}],
}


async def bought(stage: Stage, settings: dict[str, object]) -> Order:
    """Three units of 3.33 and one of 10.00, from a wallet."""
    async with stage.database.transaction() as connection:
        await change_settings(connection, settings)
    stage.shop.forget()
    buyer = a_customer()
    await new_wallet(stage, buyer, 10_000)
    one, other = await new_goods(stage, 5, price=333), await new_goods(stage, 5, price=1000)
    cart = [*cart_of(one, quantity=3), *cart_of(other)]
    order = await stage.orders.get(await buy(stage, buyer, cart))
    assert order is not None
    return order


async def left(stage: Stage, order: Order) -> int:
    assert order.payment_id is not None
    return await refundable_of(stage, order.payment_id)


@pytest.mark.parametrize("included", [False, True])
async def test_units_bring_back_their_share_and_the_last_one_delivery(
    stage: Stage, included: bool
) -> None:
    order = await bought(stage, CHARGED | {"tax_included": included})
    taxed = 0 if included else 200
    assert (order.total, order.tax) == (1999 + 599 + taxed, 182 if included else 200)
    paid_for_three = 999 + (0 if included else 100)
    await refund(stage, STAFF, order.id, {0: 1}, "scratched")
    first = paid_for_three // 3
    assert await left(stage, order) == order.total - first
    await refund(stage, STAFF, order.id, {0: 2}, "scratched, too")
    assert await left(stage, order) == order.total - paid_for_three
    for wrong in ({0: 1}, {1: 2}, {7: 1}):
        with pytest.raises(UnitsNotThere):
            await refund(stage, STAFF, order.id, wrong, "again")
    await refund(stage, STAFF, order.id, {1: 1}, "all of it")
    assert await left(stage, order) == 0
    with pytest.raises(Problem):
        await refund(stage, STAFF, order.id, 1, "more")


async def test_what_staff_gave_back_before_is_not_given_back_again(stage: Stage) -> None:
    order = await bought(stage, {"tax_rates": [], "shipping_methods": []})
    await refund(stage, STAFF, order.id, 1500, "sorry")
    with pytest.raises(RefundTooLarge):
        await refund(stage, STAFF, order.id, {1: 1}, "comes back")
    await refund(stage, STAFF, order.id, {0: 1}, "comes back")
    assert await left(stage, order) == 1999 - 1500 - 333


async def test_two_of_staff_refund_the_same_unit_once(stage: Stage) -> None:
    order = await bought(stage, CHARGED)
    ends = await asyncio.gather(
        *(refund(stage, Caller(STAFF.principal, f"r{n}"), order.id, {1: 1}, "back")
          for n in range(4)),
        return_exceptions=True,
    )  # fmt: skip
    refusals = [one for one in ends if one is not None]
    assert len(refusals) == 3
    assert all(isinstance(one, RefundedMeanwhile | UnitsNotThere) for one in refusals), refusals
    assert await left(stage, order) == order.total - 1100


async def test_units_that_cost_nothing_bring_nothing_back(stage: Stage) -> None:
    buyer, goods = a_customer(), await new_goods(stage, 1, price=0)
    order_id = await buy(stage, buyer, cart_of(goods))
    with pytest.raises(NothingPaid):
        await refund(stage, STAFF, order_id, {0: 1}, "back")
