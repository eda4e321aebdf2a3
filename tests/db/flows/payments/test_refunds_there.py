"""Refunds that somebody made on the provider's own pages: each counts once, whatever word of it and
of others comes first, and what a refund or a bank of ours took is not counted again."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.db.jobs import NotYet
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import OrderCancelledAlready
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.give_back import PaymentDisputed
from holdfast.flows.payments.refund_came_back import refund_arrived
from holdfast.flows.payments.refunds_there import look_there
from holdfast.flows.payments.resolve import StillPending
from holdfast.flows.settlement.disputed import dispute_arrived
from holdfast.flows.staff.orders import mark_refunded, retry_refund
from holdfast.kit import new_id, utc_now
from holdfast.payments import (
    DisputeArrives,
    ProviderDispute,
    RefundsThere,
    refunds_taken,
    refunds_waiting,
)
from tests.db.flows.buying import a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.disputing import bank_says
from tests.db.flows.payments.there import STAFF, Paid, paid, purposes_of, read_moves
from tests.db.flows.stage import Stage, select
from tests.support.provider import HttpProvider

CLOSED = "the card is closed"


@pytest.fixture
def told_as_refunds(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dispute took, the provider tells as a refund besides, as PayPal does."""
    monkeypatch.setattr(HttpProvider, "disputes_refund", True)


async def comes_back(here: Paid, *, told: bool = True) -> None:
    """The provider gives up all of ours that it has taken, and says so, or not yet."""
    pool, provider = here.stage.database.pool, here.stage.provider
    for refund_id in await refunds_taken(pool, here.payment_id):
        key = await pool.fetchval("SELECT key FROM provider_refunds WHERE id = $1", refund_id)
        provider.came_back[key] = CLOSED
        if told:
            await refund_arrived(here.stage, refund_id)


async def test_what_fails_makes_room_for_what_was_over(stage: Stage) -> None:
    here = await paid(stage)
    first = here.there(700)
    await here.look()
    # It lists them as it likes.
    stage.provider.there[here.reference].insert(0, here.there(400))
    stage.provider.there[here.reference].pop()
    await here.look()
    assert await here.counts() == [("made", 700, 0, 0), ("made", 300, 0, 100)]
    stage.provider.gives_up(here.reference, first)
    for _ in range(2):
        await here.look()
    assert await here.counts() == [("failed", 700, 0, 0), ("made", 400, 0, 0)]
    assert (await here.left(), await here.moves()) == (600, 600)


@pytest.mark.parametrize("told_first", [True, False])
async def test_what_was_given_there_since_ours_came_back_is_what_was_owed(
    stage: Stage, told_first: bool
) -> None:
    """Whichever of both is heard first."""
    here = await paid(stage)
    await here.refund(300)
    await here.work()
    await comes_back(here, told=told_first)
    here.there(300)
    await here.look()
    await comes_back(here)
    await here.work()
    assert await here.counts() == [("made", 0, 300, 0)]
    assert await refunds_waiting(stage.database.pool, here.order_id) == []
    assert (await here.left(), await here.moves()) == (700, 700)


@pytest.mark.parametrize("told_first", [True, False])
async def test_all_of_an_order_that_is_off_came_back_and_a_part_was_given_there(
    stage: Stage, told_first: bool
) -> None:
    here = await paid(stage)
    await cancel(stage, Caller(here.buyer), order_id=here.order_id)
    await here.work()
    await comes_back(here, told=told_first)
    here.there(400)
    await here.look()
    await here.work()
    assert (await here.payment()).status == "refund-failed"
    assert await here.counts() == [("made", 0, 400, 0)]
    ((rest,),) = await select(stage, "SELECT going_back FROM payments")
    assert rest == 600
    assert (await here.left(), await here.moves()) == (0, 600)
    await retry_refund(stage, STAFF, here.order_id)
    await here.work()
    assert (await here.payment()).status == "refunded"
    assert await here.moves() == 0
    # For figures, and for credit notes, all of it went back once.
    ((first,),) = await select(
        stage, "SELECT sum((data ->> 'amount')::int)::int FROM events"
        " WHERE type = 'order.refund.done' AND NOT (data ->> 'again')::bool",
    )  # fmt: skip
    assert first == 1000


async def test_what_was_over_is_what_is_owed_once_ours_comes_back(stage: Stage) -> None:
    here = await paid(stage)
    await here.refund(1000)
    await here.work()
    here.there(1000)
    await here.look()
    assert await here.counts() == [("made", 0, 0, 1000)]
    await comes_back(here)
    await here.work()
    assert await here.counts() == [("made", 0, 1000, 0)]
    assert await refunds_waiting(stage.database.pool, here.order_id) == []
    assert await here.moves() == 0


@pytest.mark.parametrize("heard", ["refund", "dispute", "both"])
@pytest.mark.usefixtures("told_as_refunds")
async def test_what_a_bank_took_and_is_told_as_a_refund_besides_is_gone_once(
    stage: Stage, heard: str
) -> None:
    """A part of the payment: there is enough left for it to count a second time."""
    here, opened = await paid(stage), utc_now() - timedelta(minutes=1)
    await read_moves(stage)
    if heard != "refund":
        await bank_says(stage, here.order_id, "open", 300, opened_at=opened)
    here.there(300)
    await here.look()
    if heard == "both":
        assert await here.counts() == []
    await read_moves(stage)
    await bank_says(stage, here.order_id, "lost", 300, gone=300, opened_at=opened)
    await here.work()
    await here.look()
    assert (await here.left(), await here.moves()) == (700, 700)


@pytest.mark.usefixtures("told_as_refunds")
async def test_a_refund_while_a_bank_decides_counts_once_it_has(stage: Stage) -> None:
    here = await paid(stage)
    await bank_says(stage, here.order_id, "open", 600)
    here.there(200)
    await here.look()
    assert await here.counts() == []
    await bank_says(stage, here.order_id, "won", 600)
    await here.work()
    assert await here.counts() == [("made", 200, 0, 0)]
    assert (await here.left(), await here.moves()) == (800, 800)


async def test_two_processes_hear_of_two_at_once_and_staff_refund_a_third(stage: Stage) -> None:
    here, other = await paid(stage), await stage.spare()
    here.there(300), here.there(300)
    asked = RefundsThere("scripted", here.reference)
    await asyncio.gather(
        *(look_there(purposes_of(one), asked) for one in (stage, other, stage, other)),
        here.refund(400),
        return_exceptions=True,  # who is too early comes again
    )
    await here.look()
    await here.work()
    await here.look()
    given = sum(one.counted for one in await here.kept())
    assert given == 600
    assert await here.left() == here.total - here.given_there
    assert await here.moves() == here.total - here.given_there


async def test_ours_that_is_refused_since_it_is_back_is_told_and_may_be_refunded_no_more(
    stage: Stage,
) -> None:
    here = await paid(stage)
    await here.refund(700)
    here.there(600)
    with pytest.raises(NotYet):  # of it 300 were left, and ours may be refused
        await here.look()
    assert await here.counts() == []
    await here.work()
    assert await here.counts() == [("made", 600, 0, 0)]
    assert (await here.left(), await here.moves()) == (400, 400)


async def test_parts_and_the_rest_that_are_refused_do_not_wait_for_one_another(
    stage: Stage,
) -> None:
    here = await paid(stage)
    for amount in (300, 200):
        await here.refund(amount)
    here.there(1000)
    await cancel(stage, Caller(here.buyer), order_id=here.order_id)
    await here.work()
    assert (await here.payment()).status == "refunded"
    assert await here.counts() == [("made", 0, 1000, 0)]
    assert (await here.left(), await here.moves()) == (0, 0)
    assert (await here.order()).refund == "done"


async def test_word_before_the_payment_itself_waits_for_it(stage: Stage) -> None:
    stage.provider.begins = "pending"
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1, price=1000))
    begun = await pay_for(stage, buyer, reserved)
    payment = await stage.payments.get(begun.payment_id)
    assert payment is not None
    here = Paid(stage, buyer, reserved.order_id, payment)
    stage.provider.decide_one(here.reference, "succeeded")
    here.there(300)
    with pytest.raises(StillPending):
        await here.look()
    await confirm(stage, buyer, reserved, begun)
    await here.look()
    assert (await here.left(), await here.moves()) == (700, 700)


async def taken_late(stage: Stage) -> tuple[Paid, Placed, PaymentBegun]:
    """The provider has the money of an order that its buyer gives up at this moment."""
    buyer = a_customer()
    reserved = await reserve(stage, buyer, await new_goods(stage, 1, price=1000))
    begun = await pay_for(stage, buyer, reserved)
    payment = await stage.payments.get(begun.payment_id)
    assert payment is not None
    assert payment.has_succeeded
    return Paid(stage, buyer, reserved.order_id, payment), reserved, begun


async def test_what_was_given_there_before_it_came_too_late_goes_back_once(stage: Stage) -> None:
    here, reserved, begun = await taken_late(stage)
    here.there(300)
    await here.look()
    await cancel(stage, Caller(here.buyer), order_id=here.order_id)
    with pytest.raises(OrderCancelledAlready):
        await confirm(stage, here.buyer, reserved, begun)
    await here.work()
    assert (await here.payment()).status == "refunded"
    assert stage.provider.left(here.reference) == 0
    assert (await here.left(), await here.moves()) == (0, 0)
    assert (await here.order()).refund == "done"


async def test_all_of_it_was_given_there_before_it_came_too_late(stage: Stage) -> None:
    here, reserved, begun = await taken_late(stage)
    here.there(1000)
    await here.look()
    await cancel(stage, Caller(here.buyer), order_id=here.order_id)
    with pytest.raises(OrderCancelledAlready):
        await confirm(stage, here.buyer, reserved, begun)
    await here.work()
    assert (await here.payment()).status == "refunded"
    assert stage.provider.refunded == {}
    assert (await here.order()).refund == "done"


@pytest.mark.parametrize("how", ["hand it over", "ask once more"])
async def test_what_was_given_there_while_staff_look_at_what_waits_is_not_given_twice(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    here = await paid(stage)
    await cancel(stage, Caller(here.buyer), order_id=here.order_id)
    await here.work()
    await comes_back(here)
    await here.work()
    read = stage.payments.going_back

    async def given_meanwhile(payment_id: UUID) -> int:
        amount = await read(payment_id)
        monkeypatch.undo()
        here.there(400)
        await here.look()
        return amount

    monkeypatch.setattr(stage.payments, "going_back", given_meanwhile)
    if how == "hand it over":
        await mark_refunded(stage, STAFF, here.order_id)
        ((noted,),) = await select(
            stage, "SELECT (data ->> 'amount')::int FROM audit_log"
            " WHERE action = 'order.marked-refunded'",
        )  # fmt: skip
        assert (noted, await here.moves()) == (600, 0)
    else:
        await retry_refund(stage, STAFF, here.order_id)
        await here.work()
        assert (stage.provider.left(here.reference), await here.moves()) == (0, 0)
    assert await here.counts() == [("made", 0, 400, 0)]
    assert (await here.payment()).status == "refunded"


async def test_what_a_bank_asks_for_before_it_came_too_late_is_not_given_back_besides(
    stage: Stage,
) -> None:
    here, reserved, begun = await taken_late(stage)
    reference = "bank-1"
    stage.provider.disputes[reference] = ProviderDispute(
        reference, here.payment_id, 1000, "EUR", "open", "general", None, utc_now(), "", None
    )
    await dispute_arrived(stage, DisputeArrives("scripted", reference))
    await cancel(stage, Caller(here.buyer), order_id=here.order_id)
    with pytest.raises(PaymentDisputed):
        await confirm(stage, here.buyer, reserved, begun)
    assert stage.provider.refunded == {}
    told = stage.provider.disputes[reference]
    stage.provider.disputes[reference] = replace(told, status="won")
    await dispute_arrived(stage, DisputeArrives("scripted", reference))
    with pytest.raises(OrderCancelledAlready):
        await confirm(stage, here.buyer, reserved, begun)
    await here.work()
    assert (await here.payment()).status == "refunded"
    assert (await here.left(), await here.moves()) == (0, 0)


async def test_word_of_what_is_not_this_shops_moves_nothing(stage: Stage) -> None:
    here = await paid(stage)
    here.there(300)
    for asked in (
        RefundsThere("scripted", "of-another-shop"),
        RefundsThere("scripted", payment_id=new_id()),
        RefundsThere("manual", payment_id=here.payment_id),
        RefundsThere("nobody", here.reference),
    ):
        await look_there(purposes_of(stage), asked)
    assert await here.counts() == []
    assert await here.left() == 1000
