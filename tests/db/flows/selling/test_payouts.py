"""Payouts: never more than was earned and may leave, set aside once however many ask; sent, or back
among what was earned, where it pays first what is owed."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.returning.asking import ask_for, call_off
from holdfast.flows.selling.payouts import (
    NothingToPayOut,
    PaidOut,
    PayoutSettled,
    fail_payout,
    pay_payout,
    propose_due,
    propose_payout,
)
from holdfast.flows.staff.orders import refund
from holdfast.kit import new_id, utc_now
from holdfast.returns import ReturnLine
from holdfast.sellers import (
    Holder,
    PayoutAccount,
    PayoutNotFound,
    keep_account,
    list_payouts,
)
from holdfast.views.suborders import suborder_of
from tests.db.flows.buying import a_customer, confirm, pay_for, reserve
from tests.db.flows.disputing import bank_says
from tests.db.flows.selling.selling import (
    STAFF,
    a_seller,
    balance,
    complete,
    goods_of,
    journal,
    set_up,
    sold,
    standing,
    work,
)
from tests.db.flows.stage import Stage, select

LATER = timedelta(days=15)


async def paid_out(stage: Stage, seller: UUID) -> list[tuple[str, int]]:
    found = await list_payouts(stage.database.pool, seller, None, None, 100)
    return [(one.status, one.amount) for one in found]


async def test_what_may_come_back_waits(stage: Stage) -> None:
    seller = await a_seller(stage)
    goods = await goods_of(stage, seller, 700)
    await sold(stage, {goods: 1})
    found = await standing(stage, seller)
    assert (found.earned, found.waiting, found.payable) == (700, 700, 0)
    with pytest.raises(NothingToPayOut) as refused:
        await propose_payout(stage, STAFF, Holder("seller", seller), "EUR")
    assert refused.value.extra == {"payable": 0, "waiting": 700}
    later = utc_now() + LATER
    assert (await standing(stage, seller, later)).payable == 700
    await stage.database.pool.execute("UPDATE suborders SET earned_at = now() - interval '15 day'")
    await sold(stage, {goods: 2})
    found = await standing(stage, seller)
    assert (found.earned, found.waiting, found.payable) == (2100, 1400, 700)
    await propose_payout(stage, STAFF, Holder("seller", seller), "EUR")
    assert await paid_out(stage, seller) == [("proposed", 700)]
    assert await balance(stage, seller) == (1400, 0)
    await set_up(stage, payout_hold_days=0)
    assert (await standing(stage, seller)).payable == 1400


async def test_time_proposes_once_a_week_what_comes_to_the_least(stage: Stage) -> None:
    one, other = await a_seller(stage), await a_seller(stage)
    await sold(stage, {await goods_of(stage, one, 700): 1, await goods_of(stage, other, 300): 1})
    await set_up(stage, payout_minimum=500)
    now = utc_now()
    assert await propose_due(stage, now) == 0
    assert await propose_due(stage, now + LATER) == 1
    assert await paid_out(stage, one) == [("proposed", 700)]
    await sold(stage, {await goods_of(stage, one, 900): 1})
    await set_up(stage, payout_minimum=0, payout_hold_days=0, payout_days=0)
    assert await propose_due(stage, now) == 0
    await set_up(stage, payout_days=7)
    # The one had a payout just now; the other none.
    assert await propose_due(stage, now) == 1
    assert await paid_out(stage, other) == [("proposed", 300)]
    assert await propose_due(stage, now + timedelta(days=8)) == 1
    assert await paid_out(stage, one) == [("proposed", 900), ("proposed", 700)]


async def test_one_that_failed_is_not_made_again_until_it_would_go_elsewhere(stage: Stage) -> None:
    seller, now = await a_seller(stage), utc_now() + LATER
    await sold(stage, {await goods_of(stage, seller, 700): 1})
    assert await propose_due(stage, now) == 1
    ((payout_id,),) = await select(stage, "SELECT id FROM payouts")
    await fail_payout(stage, STAFF, payout_id, "no such account")
    # Seen in five minutes, and in a week: nobody changed where it goes.
    soon = utc_now() + timedelta(minutes=5)
    await set_up(stage, payout_hold_days=0)
    assert await propose_due(stage, soon) == 0
    account = PayoutAccount("stripe", "acct_other")
    async with stage.database.transaction() as connection:
        await keep_account(connection, stage.account_seals, seller, account)
    assert await propose_due(stage, soon) == 1
    assert await paid_out(stage, seller) == [("proposed", 700), ("failed", 700)]


async def test_what_a_buyer_or_a_bank_may_take_back_waits_until_it_is_decided(
    stage: Stage,
) -> None:
    seller, other, buyer = await a_seller(stage), await a_seller(stage), a_customer()
    await set_up(stage, payout_hold_days=0)
    goods = await goods_of(stage, seller, 1000), await goods_of(stage, other, 300)
    made = await reserve(stage, buyer, *goods)
    await confirm(stage, buyer, made, await pay_for(stage, buyer, made))
    await complete(stage, made.order_id)
    await work(stage)
    await sold(stage, {goods[0]: 2})

    async def payable() -> tuple[int, int]:
        return (await standing(stage, seller)).payable, (await standing(stage, other)).payable

    assert await payable() == (3000, 300)
    by = Caller(buyer, "r-buyer")
    (asked,) = await ask_for(stage, by, made.order_id, {0: ReturnLine(1, "does-not-fit")}, "")
    # Of the same order what is not to come back is somebody else's, who need not wait for it.
    assert await payable() == (2000, 300)
    found = await standing(stage, seller)
    assert (found.earned, found.waiting) == (3000, 1000)
    await call_off(stage, by, asked)
    assert await payable() == (3000, 300)
    await bank_says(stage, made.order_id, "open", 1300)
    assert await payable() == (2000, 0)
    shown = await suborder_of(stage.database.pool, seller, made.order_id)
    assert shown is not None
    assert shown["disputed"]
    with pytest.raises(NothingToPayOut):
        await propose_payout(stage, STAFF, Holder("seller", other), "EUR")
    await bank_says(stage, made.order_id, "won", 1300)
    assert await payable() == (3000, 300)
    shown = await suborder_of(stage.database.pool, seller, made.order_id)
    assert shown is not None
    assert not shown["disputed"]


async def test_who_asks_at_once_gets_one_and_refunds_never_make_it_too_much(stage: Stage) -> None:
    seller = await a_seller(stage)
    goods = await goods_of(stage, seller, 1000)
    order_id = await sold(stage, {goods: 4})
    await set_up(stage, payout_hold_days=0)
    spare = await stage.spare()
    ends = await asyncio.gather(
        *(
            propose_payout(shop, STAFF, Holder("seller", seller), "EUR")
            for shop in (stage, spare)
            for _ in range(4)
        ),
        refund(stage, STAFF, order_id, {0: 1}, "back"),
        return_exceptions=True,
    )
    assert sum(isinstance(end, PaidOut) for end in ends[:-1]) == 1
    assert all(isinstance(end, PaidOut | NothingToPayOut) for end in ends[:-1]), ends
    await work(stage, spare, times=3)
    ((_, amount),) = await paid_out(stage, seller)
    earned, owed = await balance(stage, seller)
    assert (amount, earned, owed) == (4000, 0, 1000)


async def test_what_did_not_arrive_is_earned_again_and_pays_debts_first(stage: Stage) -> None:
    seller = await a_seller(stage)
    goods = await goods_of(stage, seller, 1000)
    order_id = await sold(stage, {goods: 3})
    await set_up(stage, payout_hold_days=0)
    made = await propose_payout(stage, STAFF, Holder("seller", seller), "EUR")
    await refund(stage, STAFF, order_id, {0: 1}, "back")
    await work(stage)
    assert await balance(stage, seller) == (0, 1000)
    await pay_payout(stage, STAFF, made.payout_id, "SEPA 1")
    with pytest.raises(PayoutSettled):
        await pay_payout(stage, STAFF, made.payout_id, "SEPA 2")
    ends = await asyncio.gather(
        *(fail_payout(stage, Caller(STAFF.principal, f"r{n}"), made.payout_id, "closed")
          for n in range(4)),
        return_exceptions=True,
    )  # fmt: skip
    # Without a key of the client's a repetition of what was done is told that it was done.
    assert all(isinstance(end, PaidOut | PayoutSettled) for end in ends), ends
    assert await balance(stage, seller) == (2000, 0)
    assert await paid_out(stage, seller) == [("failed", 3000)]
    assert [side for side, _ in await journal(stage, seller)].count("payout") == 2
    rows = await select(
        stage,
        "SELECT action, data ->> 'reference', data ->> 'reason' FROM audit_log"
        " WHERE subject = $1 ORDER BY id",
        str(made.payout_id),
    )
    assert rows == [("payout.paid", "SEPA 1", None), ("payout.failed", None, "closed")]
    with pytest.raises(PayoutSettled):
        await fail_payout(stage, STAFF, made.payout_id, "again")
    with pytest.raises(PayoutNotFound):
        await pay_payout(stage, STAFF, new_id(), "SEPA 3")


async def test_a_request_that_comes_again_is_told_the_same(stage: Stage) -> None:
    seller = await a_seller(stage)
    await sold(stage, {await goods_of(stage, seller, 1000): 1})
    await set_up(stage, payout_hold_days=0)

    def asked(what: str) -> Caller:
        key = scoped_key(what, STAFF.principal.id, "once", b"body")
        return Caller(STAFF.principal, "", key)

    made = await propose_payout(stage, asked("propose"), Holder("seller", seller), "EUR")
    assert await propose_payout(stage, asked("propose"), Holder("seller", seller), "EUR") == made
    for _ in range(2):
        assert await pay_payout(stage, asked("paid"), made.payout_id, "SEPA 1") == made
    for _ in range(2):
        assert await fail_payout(stage, asked("failed"), made.payout_id, "closed") == made
    assert await balance(stage, seller) == (1000, 0)
