"""A client's key for creating and cancelling: kept with the effect, bound to its request."""

import asyncio

import pytest

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import Key, scoped_key
from holdfast.flows.commit.refusals import (
    IdempotencyKeyReused,
    OrderCancelledAlready,
    OrderNotFound,
    PaymentNotFound,
    ReservationExpired,
)
from holdfast.flows.ending.cancel import Cancelled, cancel
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.settlement.confirm import Confirmed, confirm_order
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.conftest import World


def key_of(buyer: Principal, body: str, text: str = "once") -> Key:
    """The same key for whatever body."""
    key = scoped_key("a-route", buyer.id, text, body.encode())
    assert key is not None
    return key


async def records(world: World) -> int:
    """How many keys of clients are kept."""
    return len(await world.rows("SELECT 1 FROM ledger_idempotency WHERE key LIKE 'a-route|%'"))


async def paid_for(world: World, buyer: Principal) -> tuple[Placed, PaymentBegun]:
    reserved = await world.reserve(buyer, await world.goods(1))
    return reserved, await world.pay(buyer, reserved)


async def create(
    world: World, buyer: Principal, reserved: Placed, payment: PaymentBegun, key: Key
) -> Confirmed:
    return await confirm_order(
        world.platform, Caller(buyer, key=key), reserved.reservation_id, payment.payment_id
    )


async def test_a_key_that_made_one_order_paid_makes_no_other_so(world: World) -> None:
    buyer = world.buyer()
    first, second = [await paid_for(world, buyer) for _ in range(2)]
    key, other = key_of(buyer, "first"), key_of(buyer, "second")
    told = await create(world, buyer, *first, key)
    assert told == Confirmed(first[0].order_id, "paid")
    with pytest.raises(IdempotencyKeyReused):
        await create(world, buyer, *second, other)
    assert await world.state(second[0]) == ("pending", None, "none")
    assert await create(world, buyer, *first, key) == told
    assert await records(world) == 1


async def test_of_two_orders_created_at_once_with_one_key_one_is_paid(world: World) -> None:
    buyer, spare = world.buyer(), await world.spare()
    for turn in range(8):
        orders = [await paid_for(world, buyer) for _ in range(2)]
        answers = await asyncio.gather(
            *(
                confirm_order(
                    platform,
                    Caller(buyer, key=key_of(buyer, str(reserved.order_id), f"turn {turn}")),
                    reserved.reservation_id,
                    payment.payment_id,
                )
                for platform, (reserved, payment) in zip(
                    (world.platform, spare), orders, strict=True
                )
            ),
            return_exceptions=True,
        )  # fmt: skip
        assert sorted(type(answer).__name__ for answer in answers) == [
            "Confirmed", "IdempotencyKeyReused"
        ]  # fmt: skip
        states = [(await world.order(reserved)).status for reserved, _ in orders]
        assert sorted(states) == ["paid", "pending"]


async def test_a_key_is_kept_also_for_what_was_paid_before_it_came(world: World) -> None:
    buyer = world.buyer()
    first, second = [await paid_for(world, buyer) for _ in range(2)]
    await world.confirm(buyer, *first)
    assert (await create(world, buyer, *first, key_of(buyer, "first"))).status == "paid"
    with pytest.raises(IdempotencyKeyReused):
        await create(world, buyer, *second, key_of(buyer, "second"))


async def test_who_was_told_it_is_paid_is_told_so_again_after_it_was_cancelled(
    world: World,
) -> None:
    buyer = world.buyer()
    order = await paid_for(world, buyer)
    key = key_of(buyer, "body")
    told = await create(world, buyer, *order, key)
    await cancel(world.platform, Caller(buyer), order_id=order[0].order_id)
    assert await create(world, buyer, *order, key) == told
    with pytest.raises(OrderCancelledAlready):
        await world.confirm(buyer, *order)
    with pytest.raises(IdempotencyKeyReused):
        await create(world, buyer, *order, key_of(buyer, "another"))


async def test_a_late_payment_is_rescued_once_and_keeps_its_key(world: World) -> None:
    buyer = world.buyer()
    taken, order = [await paid_for(world, buyer) for _ in range(2)]
    await create(world, buyer, *taken, key_of(buyer, "taken"))
    await world.end_hold(order[0])
    await world.sweep()
    with pytest.raises(IdempotencyKeyReused):
        await create(world, buyer, *order, key_of(buyer, "late"))
    assert await world.state(order[0]) == ("cancelled", "expired", "none")
    key = key_of(buyer, "late", "another key")
    told = await asyncio.gather(*(create(world, buyer, *order, key) for _ in range(4)))
    assert {answer.status for answer in told} == {"paid"}
    with pytest.raises(IdempotencyKeyReused):
        await create(world, buyer, *taken, key_of(buyer, "taken", "another key"))


async def test_what_is_refused_or_pending_keeps_no_key(world: World) -> None:
    buyer, goods = world.buyer(), await world.goods(2)
    world.provider.begins = "pending"
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    nothing = PaymentBegun(new_id(), "succeeded")
    with pytest.raises(PaymentNotFound):
        await create(world, buyer, reserved, nothing, key_of(buyer, "nothing"))
    key = key_of(buyer, "body")
    assert (await create(world, buyer, reserved, payment, key)).status == "pending"
    with pytest.raises(OrderNotFound):
        await cancel(world.platform, Caller(buyer, key=key), order_id=new_id())
    assert await records(world) == 0
    other = await paid_for(world, buyer)  # and what is pending does not hide that a key is used
    world.provider.begins = "succeeded"
    done = await paid_for(world, buyer)
    await create(world, buyer, *done, key_of(buyer, "done"))
    with pytest.raises(IdempotencyKeyReused):
        await create(world, buyer, *other, key_of(buyer, "other"))


async def test_money_that_goes_back_keeps_no_key(world: World) -> None:
    buyer, goods, rival = world.buyer(), await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    payment = await world.pay(buyer, reserved)
    await world.end_hold(reserved)
    await world.sweep()
    await world.reserve(rival, goods)
    for body in ("one", "another"):
        with pytest.raises(ReservationExpired):
            await create(world, buyer, reserved, payment, key_of(buyer, body))
    assert await records(world) == 0


async def test_a_key_that_cancelled_one_order_cancels_no_other(world: World) -> None:
    buyer, goods = world.buyer(), await world.goods(9)
    first, second = [await world.reserve(buyer, goods) for _ in range(2)]
    key, other = key_of(buyer, "first"), key_of(buyer, "second")
    told = Cancelled(first.order_id, "buyer", "none")
    answers = await asyncio.gather(
        *(cancel(world.platform, Caller(buyer, key=key), order_id=first.order_id) for _ in range(5))
    )
    assert set(answers) == {told}
    with pytest.raises(IdempotencyKeyReused):
        await cancel(world.platform, Caller(buyer, key=other), order_id=second.order_id)
    with pytest.raises(IdempotencyKeyReused):  # before it is found out that there is no such order
        await cancel(world.platform, Caller(buyer, key=other), order_id=new_id())
    assert await world.state(second) == ("pending", None, "none")
    assert await world.stock(goods) == (8, 1)
    stranger = world.buyer()
    theirs = await world.reserve(stranger, goods)
    same = key_of(stranger, "second")
    assert (
        await cancel(world.platform, Caller(stranger, key=same), order_id=theirs.order_id)
    ).reason


async def test_a_key_is_kept_also_for_what_was_cancelled_before_it_came(world: World) -> None:
    buyer, goods = world.buyer(), await world.goods(9)
    first, second = [await world.reserve(buyer, goods) for _ in range(2)]
    await cancel(world.platform, Caller(buyer), order_id=first.order_id)
    await cancel(world.platform, Caller(buyer, key=key_of(buyer, "first")), order_id=first.order_id)
    with pytest.raises(IdempotencyKeyReused):
        await cancel(
            world.platform, Caller(buyer, key=key_of(buyer, "second")), order_id=second.order_id
        )
    assert await world.state(second) == ("pending", None, "none")


async def test_of_two_paid_orders_cancelled_at_once_with_one_key_one_is(world: World) -> None:
    buyer, spare = world.buyer(), await world.spare()
    for turn in range(8):
        orders = [await paid_for(world, buyer) for _ in range(2)]
        for order in orders:
            await world.confirm(buyer, *order)
        answers = await asyncio.gather(
            *(
                cancel(
                    platform,
                    Caller(buyer, key=key_of(buyer, str(reserved.order_id), f"turn {turn}")),
                    order_id=reserved.order_id,
                )
                for platform, (reserved, _) in zip((world.platform, spare), orders, strict=True)
            ),
            return_exceptions=True,
        )  # fmt: skip
        assert sorted(type(answer).__name__ for answer in answers) == [
            "Cancelled", "IdempotencyKeyReused"
        ]  # fmt: skip


async def test_a_repeated_cancel_does_not_refund_what_was_rescued_meanwhile(world: World) -> None:
    """The reservation had run out; the answer to that was lost, and then the payment came."""
    buyer = world.buyer()
    order = await paid_for(world, buyer)
    await world.end_hold(order[0])
    await world.sweep()
    key = key_of(buyer, "body")
    told = await cancel(world.platform, Caller(buyer, key=key), order_id=order[0].order_id)
    assert told.reason == "expired"
    await world.confirm(buyer, *order)
    assert await cancel(world.platform, Caller(buyer, key=key), order_id=order[0].order_id) == told
    assert await world.state(order[0]) == ("paid", None, "none")
