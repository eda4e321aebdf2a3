"""Changes of paid orders and money that comes or goes late: the difference is paid as its time
ends, or a bank disputes one of the payments; goods and money add up whoever is first."""

from collections import Counter
from datetime import timedelta
from typing import Literal

import pytest

from holdfast.flows.editing.settling import settle_edit
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.payments.resolve import arrived
from holdfast.flows.settlement.for_orders import ForOrders
from tests.db.flows.buying import (
    confirm,
    order_now,
    pay_for,
    payment_status,
    stock_of,
    sweep_all,
)
from tests.db.flows.disputing import bank_says
from tests.db.flows.editing.test_edits import WORKER, back, clean, edited
from tests.db.flows.returning.test_returns import STAFF, all_of
from tests.db.flows.stage import Stage, jobs_due

ROUNDS = 6


@pytest.mark.parametrize("first", ["time", "money", "either"])
async def test_a_difference_that_is_paid_as_its_time_ends_is_for_what_was_added_or_goes_back(
    stage: Stage, database_url: str, first: Literal["time", "money", "either"]
) -> None:
    late = timedelta()
    for _ in range(ROUNDS):
        stage.provider.begins = "succeeded"
        one = await edited(stage, 500, 700)
        placed = await one.placed(stage)
        stage.provider.begins = "pending"
        payment = await pay_for(stage, one.buyer.principal, placed)
        stage.provider.decide(placed.reservation_id, "succeeded")
        late += timedelta(hours=25)
        if first == "money":
            await confirm(stage, one.buyer.principal, placed, payment)
        stage.ledger.shift_clock(late)
        if first == "time":
            await sweep_all(stage)
        await all_of(
            sweep_all(stage),
            arrived(ForOrders(stage), payment.payment_id),
            confirm(stage, one.buyer.principal, placed, payment),
            settle_edit(stage, one.made.edit_id, WORKER),
        )
        await sweep_all(stage)
        await arrived(ForOrders(stage), payment.payment_id)
        edit, added = await one.settled(stage), await order_now(stage, placed)
        paid = first == "money"
        assert (edit.status, added.is_sold) == (("done", True) if paid else ("ended", False))
        assert await stock_of(stage, one.had) == (4 if paid else 3, 0)
        assert await stock_of(stage, one.other) == (4 if paid else 5, 0)
        assert await back(stage, one.order) == 0
        assert added.refund == ("none" if paid else "begun")
        assert await payment_status(stage, payment.payment_id) == (
            "succeeded" if paid else "refunding"
        )
    await clean(database_url)


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_a_bank_disputes_the_first_payment_as_the_difference_is_paid(
    stage: Stage, database_url: str, end: Literal["won", "lost"]
) -> None:
    for _ in range(ROUNDS):
        one = await edited(stage, 500, 700)
        placed = await one.placed(stage)
        gate = stage.provider.hang("create", "after")
        paying = one.pay(stage)
        gate.opened.set()
        refused = await all_of(
            paying,
            bank_says(stage, one.order.id, "open", 1000),
            settle_edit(stage, one.made.edit_id, WORKER),
        )
        assert not refused, refused
        edit = await one.settled(stage)
        assert (edit.status, edit.kept) == ("done", 500)
        assert await stock_of(stage, one.had) == (4, 0)
        await clean(database_url)
        # What was added goes back, and what had stayed for it cannot before the bank has decided.
        refused = await all_of(
            cancel(stage, one.buyer, order_id=placed.order_id),
            bank_says(stage, one.order.id, end, 1000),
        )
        assert not refused, refused
        edit = await one.settled(stage)
        assert edit.status == "undone"
        assert await back(stage, one.order) == (500 if end == "won" else 1000)
        assert await stock_of(stage, one.other) == (5, 0)
    await clean(database_url)


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_what_had_stayed_waits_for_the_bank(
    stage: Stage, database_url: str, end: Literal["won", "lost"]
) -> None:
    one = await edited(stage, 500, 700)
    await one.pay(stage)
    await one.settled(stage)
    await bank_says(stage, one.order.id, "open", 1000)
    await cancel(stage, one.buyer, order_id=one.made.added_id)
    with pytest.raises(PaymentDisputed):
        await settle_edit(stage, one.made.edit_id, WORKER)
    assert (await one.now(stage)).status == "done"
    await clean(database_url)
    before = await jobs_due(stage)
    await bank_says(stage, one.order.id, end, 1000)
    after = Counter(await jobs_due(stage)) - Counter(before)
    assert after["settle-edit"] == 1, "it is looked at again by itself"
    assert (await one.settled(stage)).status == "undone"
    assert await back(stage, one.order) == (500 if end == "won" else 1000)
    await clean(database_url)


@pytest.mark.parametrize("end", ["won", "lost"])
async def test_a_bank_disputes_the_difference(
    stage: Stage, database_url: str, end: Literal["won", "lost"]
) -> None:
    for _ in range(ROUNDS):
        one = await edited(stage, 500, 700)
        placed = await one.placed(stage)
        await one.pay(stage)
        refused = await all_of(
            bank_says(stage, placed.order_id, "open", 200),
            settle_edit(stage, one.made.edit_id, WORKER),
            cancel_by_staff(stage, STAFF, placed.order_id, "disputed"),
        )
        await all_of(
            bank_says(stage, placed.order_id, end, 200),
            settle_edit(stage, one.made.edit_id, WORKER),
            cancel_by_staff(stage, STAFF, placed.order_id, "disputed"),
        )
        edit, added = await one.settled(stage), await order_now(stage, placed)
        if added.is_sold:
            assert (edit.status, edit.kept) == ("done", 500), refused
        else:  # it was off before what it is for was taken off, or after
            assert edit.status in ("ended", "undone"), refused
        assert await back(stage, one.order) == (500 if edit.status == "undone" else 0)
        assert await stock_of(stage, one.other) == (4 if added.is_sold else 5, 0)
    await clean(database_url)
