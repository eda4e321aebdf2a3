"""A seller who leaves: off sale at once, closed once nothing is open and all is paid out; whoever
worked for it is no seller any more."""

import asyncio
from uuid import UUID

import pytest

from holdfast import people
from holdfast.db.cursors import Consumer
from holdfast.flows.payments.refund_at_provider import refund_of_part
from holdfast.flows.returning.asking import ask_for, call_off
from holdfast.flows.selling import leaving
from holdfast.flows.selling.leaving import LeftOpen, end, leave, left_open, look_after_leaving
from holdfast.flows.selling.noting import SHARE_TYPES, note_sales
from holdfast.flows.selling.payouts import pay_payout
from holdfast.flows.selling.standing import SellerElsewhere, decide
from holdfast.flows.selling.writing_off import DebtAnother, write_off
from holdfast.flows.settlement.settler import Settler
from holdfast.flows.staff.orders import refund
from holdfast.kit import Money, new_id, shop_now
from holdfast.sellers import Holder, works_for
from tests.db.event_log import drain
from tests.db.flows.buying import a_customer, confirm, pay_for, reserve
from tests.db.flows.returning.test_returns import bought as ordered
from tests.db.flows.returning.test_returns import units
from tests.db.flows.selling.selling import (
    STAFF,
    a_seller,
    balance,
    bought,
    complete,
    goods_of,
    journal,
    set_up,
    sold,
    work,
)
from tests.db.flows.stage import Stage, last_refund_job, select


async def a_person(stage: Stage, *sellers: UUID) -> UUID:
    async with stage.database.transaction() as connection:
        user = await people.add(
            connection, f"{new_id()}@test.example", "An", "", ["customer", "seller"]
        )
    for one in sellers:
        await stage.database.pool.execute("INSERT INTO seller_people VALUES ($1, $2)", one, user.id)
    return user.id


async def standing(stage: Stage, seller: UUID) -> str:
    ((found,),) = await select(stage, "SELECT standing FROM sellers WHERE id = $1", seller)
    return str(found)


async def roles(stage: Stage, user: UUID) -> list[str]:
    ((found,),) = await select(stage, "SELECT roles FROM users WHERE id = $1", user)
    return list(found)


async def provider_answers(stage: Stage, amount: int) -> None:
    """It is asked for the part that is to go back, and what came of it is shared."""
    job = await last_refund_job(stage)
    assert job.refund_id is not None
    await refund_of_part(stage, job.payment_id, job.refund_id, amount)
    await stage.database.pool.execute("DELETE FROM jobs WHERE queue = 'refund'")
    await work(stage)


async def codes(stage: Stage, seller: UUID) -> list[str]:
    return [one.code for one in await left_open(stage, seller)]


async def test_it_is_closed_once_all_is_finished_and_paid_out(stage: Stage) -> None:
    await set_up(stage, payout_hold_days=0, payout_days=0)
    seller, other = await a_seller(stage), await a_seller(stage)
    one, both = await a_person(stage, seller), await a_person(stage, seller, other)
    goods = await goods_of(stage, seller, 1000)
    order_id = await bought(stage, {goods: 1})
    # Nobody noted yet whose it is.
    assert await left_open(stage, seller) == [LeftOpen("order", 1)]
    await leave(stage.database, STAFF, seller, leaving=True)
    await leave(stage.database, STAFF, seller, leaving=True)
    ((status,),) = await select(stage, "SELECT status FROM products WHERE id = $1",
                                goods.product_id)  # fmt: skip
    assert (status, await standing(stage, seller)) == ("draft", "leaving")
    assert await works_for(stage.database.pool, one, seller)

    assert await look_after_leaving(stage, shop_now()) == 0
    await work(stage)
    assert await codes(stage, seller) == ["order"]
    await complete(stage, order_id)
    assert await codes(stage, seller) == ["order"]  # not booked yet
    await work(stage)
    assert await left_open(stage, seller) == [LeftOpen("earned", 1, 1000, "EUR")]
    assert await look_after_leaving(stage, shop_now()) == 0
    assert await codes(stage, seller) == ["payout"]
    ((payout,),) = await select(stage, "SELECT id FROM payouts WHERE seller_id = $1", seller)
    await pay_payout(stage, STAFF, payout, "SEPA 1")
    assert await look_after_leaving(stage, shop_now()) == 1

    assert await standing(stage, seller) == "closed"
    assert await works_for(stage.database.pool, one, seller) is None
    assert await roles(stage, one) == ["customer"]
    assert "seller" in await roles(stage, both)
    # They are mailed; later nothing says that they worked for it.
    count = "SELECT count(*) FROM seller_people WHERE seller_id = $1"
    await look_after_leaving(stage, shop_now())
    assert await select(stage, count, seller) == [(2,)]
    await stage.database.pool.execute(
        "UPDATE events SET at = at - interval '11 minutes' WHERE subject = $1", str(seller)
    )
    await look_after_leaving(stage, shop_now())
    assert (await select(stage, count, seller), await select(stage, count, other)) == (
        [(0,)], [(1,)],
    )  # fmt: skip
    with pytest.raises(SellerElsewhere):
        await decide(stage.database, STAFF, seller, "approved")


async def test_what_may_come_back_and_what_is_owed_keep_it_open(stage: Stage) -> None:
    await set_up(stage, payout_hold_days=0, payout_days=0)
    seller = await a_seller(stage)
    goods = await goods_of(stage, seller, 500)
    buyer, order = await ordered(stage, goods)
    await complete(stage, order.id)
    await work(stage)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    await leave(stage.database, STAFF, seller, leaving=True)
    assert await codes(stage, seller) == ["return", "earned"]
    await look_after_leaving(stage, shop_now())
    assert await codes(stage, seller) == ["return", "earned"]  # nothing is paid out meanwhile
    await call_off(stage, buyer, asked)
    await look_after_leaving(stage, shop_now())
    ((payout,),) = await select(stage, "SELECT id FROM payouts WHERE seller_id = $1", seller)
    await pay_payout(stage, STAFF, payout, "SEPA 1")
    await refund(stage, STAFF, order.id, 500, "torn")
    await drain(Consumer("seller-shares", SHARE_TYPES, note_sales), stage.database)
    assert await codes(stage, seller) == ["order"]  # not booked yet
    await work(stage)
    await provider_answers(stage, 500)
    assert await left_open(stage, seller) == [LeftOpen("owed", 1, 500, "EUR")]
    assert await look_after_leaving(stage, shop_now()) == 0
    for another in (Money(499, "EUR"), Money(500, "USD"), Money(0, "USD")):
        with pytest.raises(DebtAnother):
            await write_off(stage, STAFF, Holder("seller", seller), another, "dissolved")
    await write_off(stage, STAFF, Holder("seller", seller), Money(500, "EUR"), "dissolved")
    assert (await balance(stage, seller), (await journal(stage, seller))[-2:]) == (
        (0, 0), [("writeoff", 500), ("debt", -500)],
    )  # fmt: skip
    assert await look_after_leaving(stage, shop_now()) == 1
    assert await standing(stage, seller) == "closed"


async def test_who_is_closed_leaves_no_second_time(stage: Stage) -> None:
    seller = await a_seller(stage)
    await leave(stage.database, STAFF, seller, leaving=True)
    assert await look_after_leaving(stage, shop_now()) == 1
    for wanted in (True, False):  # asked for before it was closed
        with pytest.raises(SellerElsewhere):
            await leave(stage.database, STAFF, seller, leaving=wanted)
    assert await standing(stage, seller) == "closed"


async def test_nobody_is_paid_out_early_who_does_not_leave(stage: Stage) -> None:
    await set_up(stage, payout_hold_days=0, payout_days=0)
    seller = await a_seller(stage)
    await sold(stage, {await goods_of(stage, seller, 300): 1})
    assert not await end(stage, seller, shop_now())
    assert await balance(stage, seller) == (300, 0)


async def paid_out(stage: Stage) -> tuple[UUID, UUID]:
    """A seller who leaves and has been paid all, and the order it was for."""
    await set_up(stage, payout_hold_days=0, payout_days=0)
    seller = await a_seller(stage)
    order_id = await sold(stage, {await goods_of(stage, seller, 500): 1})
    await leave(stage.database, STAFF, seller, leaving=True)
    await look_after_leaving(stage, shop_now())
    ((payout,),) = await select(stage, "SELECT id FROM payouts WHERE seller_id = $1", seller)
    await pay_payout(stage, STAFF, payout, "SEPA 1")
    return seller, order_id


async def test_a_refund_that_nobody_has_read_of_keeps_it_open(stage: Stage) -> None:
    seller, order_id = await paid_out(stage)
    await refund(stage, STAFF, order_id, 200, "torn")
    assert await codes(stage, seller) == ["order"]
    assert await look_after_leaving(stage, shop_now()) == 0
    await work(stage)
    assert await left_open(stage, seller) == [LeftOpen("owed", 1, 200, "EUR")]
    assert await look_after_leaving(stage, shop_now()) == 0
    assert await standing(stage, seller) == "leaving"


async def test_a_part_that_a_provider_may_still_refuse_keeps_it_open(stage: Stage) -> None:
    await set_up(stage, payout_hold_days=0, payout_days=0)
    seller, buyer = await a_seller(stage), a_customer()
    held = await reserve(stage, buyer, await goods_of(stage, seller, 1000))
    await confirm(stage, buyer, held, await pay_for(stage, buyer, held))
    await complete(stage, held.order_id)
    await work(stage)
    await refund(stage, STAFF, held.order_id, 1000, "late")
    await work(stage)
    await leave(stage.database, STAFF, seller, leaving=True)
    assert await left_open(stage, seller) == [LeftOpen("order", 1)]
    assert await look_after_leaving(stage, shop_now()) == 0
    stage.provider.refuses_refunds = True
    await provider_answers(stage, 1000)
    assert await left_open(stage, seller) == [LeftOpen("earned", 1, 1000, "EUR")]


async def test_a_refund_that_is_booked_while_it_is_being_closed_keeps_it_open(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seller, order_id = await paid_out(stage)
    looked = leaving.left_open

    async def then_refunded(settler: Settler, seller_id: UUID) -> list[LeftOpen]:
        found = await looked(settler, seller_id)
        assert found == []
        await refund(stage, STAFF, order_id, 200, "torn")
        await work(stage)
        return found

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(leaving, "left_open", then_refunded)
        assert await look_after_leaving(stage, shop_now()) == 0
    assert await left_open(stage, seller) == [LeftOpen("owed", 1, 200, "EUR")]


async def test_a_refund_and_the_closing_at_once(stage: Stage) -> None:
    """Whoever is first: what was refunded before it was closed is owed by one who is open."""
    for _ in range(4):
        seller, order_id = await paid_out(stage)
        (_, closed) = await asyncio.gather(
            refund(stage, STAFF, order_id, 200, "torn"), look_after_leaving(stage, shop_now())
        )
        await work(stage)
        assert (await balance(stage, seller)) == (0, 200)
        assert await standing(stage, seller) == ("closed" if closed else "leaving")
        assert await look_after_leaving(stage, shop_now()) == 0


async def test_who_leaves_may_stay_but_not_whom_the_shop_closes(stage: Stage) -> None:
    seller = await a_seller(stage)
    await sold(stage, {await goods_of(stage, seller, 300): 1})
    await leave(stage.database, STAFF, seller, leaving=True)
    await leave(stage.database, STAFF, seller, leaving=False)
    assert await standing(stage, seller) == "approved"
    await decide(stage.database, STAFF, seller, "leaving", "no answers")
    with pytest.raises(SellerElsewhere):
        await leave(stage.database, STAFF, seller, leaving=False)
    await decide(stage.database, STAFF, seller, "approved")
    assert await standing(stage, seller) == "approved"
