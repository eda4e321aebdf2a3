"""A payment whose buyer came back from the provider's page without it is called off once, whoever
comes in between, and its order stays."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

import pytest

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.payments.purpose import payment_known
from holdfast.flows.payments.resolve import arrived, resolve
from holdfast.flows.payments.unpaid import note_failure
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.leaving import Left, leave_payments
from holdfast.payments import NextAction, Payment
from holdfast.people import Principal
from tests.db.flows.buying import (
    Goods,
    a_guest,
    new_goods,
    pay_for,
    payment_status,
    reserve,
    state_now,
    stock_of,
)
from tests.db.flows.stage import Stage


@dataclass
class There:
    """A buyer on the provider's page."""

    stage: Stage
    buyer: Principal
    goods: Goods
    reserved: Placed
    payment_id: UUID

    async def leave(self) -> Left:
        return await leave_payments(self.stage, Caller(self.buyer), self.reserved.order_id)

    async def payment(self) -> Payment:
        return await payment_known(self.stage, self.payment_id)

    async def is_held_unpaid(self) -> bool:
        failed = await payment_status(self.stage, self.payment_id) == "failed"
        pending = await state_now(self.stage, self.reserved) == ("pending", None, "none")
        return failed and pending and await stock_of(self.stage, self.goods) == (0, 1)


@pytest.fixture
async def there(stage: Stage) -> There:
    stage.provider.begins = "pending"
    stage.provider.action = NextAction(redirect_url="https://pay.example/1")
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    assert begun.next_action == stage.provider.action
    return There(stage, buyer, goods, reserved, begun.payment_id)


async def test_word_of_it_that_comes_first_keeps_the_order_too(there: There) -> None:
    """This shop keeps nothing after a decline."""
    gate = there.stage.provider.hang("fail", "after")
    leaving = asyncio.create_task(there.leave())
    async with asyncio.timeout(90):
        await gate.reached.wait()
    await arrived(ForOrders(there.stage), there.payment_id)
    assert await there.is_held_unpaid()
    gate.opened.set()
    assert await leaving == Left(there.reserved.order_id, "open")
    assert await there.is_held_unpaid()


async def test_so_does_one_who_read_the_payment_before_it_was_left(there: There) -> None:
    read = await there.payment()
    order = await there.stage.orders.get(there.reserved.order_id)
    assert order is not None
    there.stage.provider.away = True
    with pytest.raises(ProviderAway):
        await there.leave()
    assert (await there.payment()).left_behind
    there.stage.provider.away = False
    assert await note_failure(there.stage, order, read, NOBODY)
    assert await there.is_held_unpaid()


async def test_a_job_calls_it_off_where_the_buyer_s_own_request_could_not(there: There) -> None:
    there.stage.provider.away = True
    with pytest.raises(ProviderAway):
        await there.leave()
    there.stage.provider.away = False
    await resolve(ForOrders(there.stage), there.payment_id)
    assert await there.is_held_unpaid()


async def test_what_the_buyer_agreed_to_meanwhile_is_taken(there: There) -> None:
    there.stage.provider.decide(there.reserved.reservation_id, "authorized")
    assert (await there.leave()).status == "paid"
    assert there.stage.provider.calls["fail"] == 0
    assert await stock_of(there.stage, there.goods) == (0, 0)


async def test_what_cannot_be_stopped_pays_when_it_comes(there: There) -> None:
    there.stage.provider.stoppable = False
    assert (await there.leave()).status == "pending"
    there.stage.provider.decide(there.reserved.reservation_id, "succeeded")
    await arrived(ForOrders(there.stage), there.payment_id)
    assert await state_now(there.stage, there.reserved) == ("paid", None, "none")
