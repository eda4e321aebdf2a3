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
from tests.db.flows.buying import (
    a_guest,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, select


def key_of(buyer: Principal, body: str, text: str = "once") -> Key:
    """The same key for whatever body."""
    key = scoped_key("a-route", buyer.id, text, body.encode())
    assert key is not None
    return key


async def records(stage: Stage) -> int:
    """How many keys of clients are kept."""
    return len(await select(stage, "SELECT 1 FROM ledger_idempotency WHERE key LIKE 'a-route|%'"))


async def paid_for(stage: Stage, buyer: Principal) -> tuple[Placed, PaymentBegun]:
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    return reserved, await pay_for(stage, buyer, reserved)


async def create(
    stage: Stage, buyer: Principal, reserved: Placed, payment: PaymentBegun, key: Key
) -> Confirmed:
    return await confirm_order(
        stage, Caller(buyer, key=key), reserved.reservation_id, payment.payment_id
    )


async def test_a_key_that_made_one_order_paid_makes_no_other_so(stage: Stage) -> None:
    buyer = a_guest()
    first, second = [await paid_for(stage, buyer) for _ in range(2)]
    key, other = key_of(buyer, "first"), key_of(buyer, "second")
    told = await create(stage, buyer, *first, key)
    assert told == Confirmed(first[0].order_id, "paid")
    with pytest.raises(IdempotencyKeyReused):
        await create(stage, buyer, *second, other)
    assert await state_now(stage, second[0]) == ("pending", None, "none")
    assert await create(stage, buyer, *first, key) == told
    assert await records(stage) == 1


async def test_of_two_orders_created_at_once_with_one_key_one_is_paid(stage: Stage) -> None:
    buyer, spare = a_guest(), await stage.spare()
    for turn in range(8):
        orders = [await paid_for(stage, buyer) for _ in range(2)]
        answers = await asyncio.gather(
            *(
                confirm_order(
                    parts,
                    Caller(buyer, key=key_of(buyer, str(reserved.order_id), f"turn {turn}")),
                    reserved.reservation_id,
                    payment.payment_id,
                )
                for parts, (reserved, payment) in zip(
                    (stage, spare), orders, strict=True
                )
            ),
            return_exceptions=True,
        )  # fmt: skip
        assert sorted(type(answer).__name__ for answer in answers) == [
            "Confirmed", "IdempotencyKeyReused"
        ]  # fmt: skip
        states = [(await order_now(stage, reserved)).status for reserved, _ in orders]
        assert sorted(states) == ["paid", "pending"]


async def test_a_key_is_kept_also_for_what_was_paid_before_it_came(stage: Stage) -> None:
    buyer = a_guest()
    first, second = [await paid_for(stage, buyer) for _ in range(2)]
    await confirm(stage, buyer, *first)
    assert (await create(stage, buyer, *first, key_of(buyer, "first"))).status == "paid"
    with pytest.raises(IdempotencyKeyReused):
        await create(stage, buyer, *second, key_of(buyer, "second"))


async def test_who_was_told_it_is_paid_is_told_so_again_after_it_was_cancelled(
    stage: Stage,
) -> None:
    buyer = a_guest()
    order = await paid_for(stage, buyer)
    key = key_of(buyer, "body")
    told = await create(stage, buyer, *order, key)
    await cancel(stage, Caller(buyer), order_id=order[0].order_id)
    assert await create(stage, buyer, *order, key) == told
    with pytest.raises(OrderCancelledAlready):
        await confirm(stage, buyer, *order)
    with pytest.raises(IdempotencyKeyReused):
        await create(stage, buyer, *order, key_of(buyer, "another"))


async def test_a_late_payment_is_rescued_once_and_keeps_its_key(stage: Stage) -> None:
    buyer = a_guest()
    taken, order = [await paid_for(stage, buyer) for _ in range(2)]
    await create(stage, buyer, *taken, key_of(buyer, "taken"))
    await end_hold(stage, order[0])
    await sweep_all(stage)
    with pytest.raises(IdempotencyKeyReused):
        await create(stage, buyer, *order, key_of(buyer, "late"))
    assert await state_now(stage, order[0]) == ("cancelled", "expired", "none")
    key = key_of(buyer, "late", "another key")
    told = await asyncio.gather(*(create(stage, buyer, *order, key) for _ in range(4)))
    assert {answer.status for answer in told} == {"paid"}
    with pytest.raises(IdempotencyKeyReused):
        await create(stage, buyer, *taken, key_of(buyer, "taken", "another key"))


async def test_what_is_refused_or_pending_keeps_no_key(stage: Stage) -> None:
    buyer, goods = a_guest(), await new_goods(stage, 2)
    stage.provider.begins = "pending"
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    nothing = PaymentBegun(new_id(), "succeeded")
    with pytest.raises(PaymentNotFound):
        await create(stage, buyer, reserved, nothing, key_of(buyer, "nothing"))
    key = key_of(buyer, "body")
    assert (await create(stage, buyer, reserved, payment, key)).status == "pending"
    with pytest.raises(OrderNotFound):
        await cancel(stage, Caller(buyer, key=key), order_id=new_id())
    assert await records(stage) == 0
    other = await paid_for(stage, buyer)  # and what is pending does not hide that a key is used
    stage.provider.begins = "succeeded"
    done = await paid_for(stage, buyer)
    await create(stage, buyer, *done, key_of(buyer, "done"))
    with pytest.raises(IdempotencyKeyReused):
        await create(stage, buyer, *other, key_of(buyer, "other"))


async def test_money_that_goes_back_keeps_no_key(stage: Stage) -> None:
    buyer, goods, rival = a_guest(), await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    payment = await pay_for(stage, buyer, reserved)
    await end_hold(stage, reserved)
    await sweep_all(stage)
    await reserve(stage, rival, goods)
    for body in ("one", "another"):
        with pytest.raises(ReservationExpired):
            await create(stage, buyer, reserved, payment, key_of(buyer, body))
    assert await records(stage) == 0


async def test_a_key_that_cancelled_one_order_cancels_no_other(stage: Stage) -> None:
    buyer, goods = a_guest(), await new_goods(stage, 9)
    first, second = [await reserve(stage, buyer, goods) for _ in range(2)]
    key, other = key_of(buyer, "first"), key_of(buyer, "second")
    told = Cancelled(first.order_id, "buyer", "none")
    answers = await asyncio.gather(
        *(cancel(stage, Caller(buyer, key=key), order_id=first.order_id) for _ in range(5))
    )
    assert set(answers) == {told}
    with pytest.raises(IdempotencyKeyReused):
        await cancel(stage, Caller(buyer, key=other), order_id=second.order_id)
    with pytest.raises(IdempotencyKeyReused):  # before it is found out that there is no such order
        await cancel(stage, Caller(buyer, key=other), order_id=new_id())
    assert await state_now(stage, second) == ("pending", None, "none")
    assert await stock_of(stage, goods) == (8, 1)
    stranger = a_guest()
    theirs = await reserve(stage, stranger, goods)
    same = key_of(stranger, "second")
    assert (await cancel(stage, Caller(stranger, key=same), order_id=theirs.order_id)).reason


async def test_a_key_is_kept_also_for_what_was_cancelled_before_it_came(stage: Stage) -> None:
    buyer, goods = a_guest(), await new_goods(stage, 9)
    first, second = [await reserve(stage, buyer, goods) for _ in range(2)]
    await cancel(stage, Caller(buyer), order_id=first.order_id)
    await cancel(stage, Caller(buyer, key=key_of(buyer, "first")), order_id=first.order_id)
    with pytest.raises(IdempotencyKeyReused):
        await cancel(stage, Caller(buyer, key=key_of(buyer, "second")), order_id=second.order_id)
    assert await state_now(stage, second) == ("pending", None, "none")


async def test_of_two_paid_orders_cancelled_at_once_with_one_key_one_is(stage: Stage) -> None:
    buyer, spare = a_guest(), await stage.spare()
    for turn in range(8):
        orders = [await paid_for(stage, buyer) for _ in range(2)]
        for order in orders:
            await confirm(stage, buyer, *order)
        answers = await asyncio.gather(
            *(
                cancel(
                    parts,
                    Caller(buyer, key=key_of(buyer, str(reserved.order_id), f"turn {turn}")),
                    order_id=reserved.order_id,
                )
                for parts, (reserved, _) in zip((stage, spare), orders, strict=True)
            ),
            return_exceptions=True,
        )  # fmt: skip
        assert sorted(type(answer).__name__ for answer in answers) == [
            "Cancelled", "IdempotencyKeyReused"
        ]  # fmt: skip


async def test_a_repeated_cancel_stays_one_though_money_came_late(stage: Stage) -> None:
    """The reservation had run out; the answer to the cancel was lost, and then the payment came."""
    buyer = a_guest()
    order = await paid_for(stage, buyer)
    await end_hold(stage, order[0])
    await sweep_all(stage)
    key = key_of(buyer, "body")
    told = await cancel(stage, Caller(buyer, key=key), order_id=order[0].order_id)
    assert (told.reason, told.refund) == ("buyer", "none")
    with pytest.raises(OrderCancelledAlready):
        await confirm(stage, buyer, *order)
    again = await cancel(stage, Caller(buyer, key=key), order_id=order[0].order_id)
    assert (again.reason, again.refund) == ("buyer", "begun")
    assert await state_now(stage, order[0]) == ("cancelled", "buyer", "begun")
