"""Payouts: never more than was earned and may leave, set aside once however many ask; sent, or back
among what was earned, where it pays first what is owed."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
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
from holdfast.sellers import Holder, PayoutNotFound, list_payouts
from tests.db.flows.selling.selling import (
    STAFF,
    a_seller,
    balance,
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
