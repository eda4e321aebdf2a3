"""A card whose bank said not now is charged again on the next two days, once each, while the order
waits; never against what its owner did meanwhile."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from msgspec.structs import replace

from holdfast.db.jobs import reader_of
from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.repeats.keeping import end_repeat
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id, utc_now
from holdfast.payments import Declined
from holdfast.people import of_owner
from holdfast.repeats import ChargeRepeat, Repeat
from tests.db.flows.buying import a_customer
from tests.db.flows.repeats.charging import agreed, by_card, charge, charging
from tests.db.flows.repeats.repeating import look, now_of, ordered, pay, repeated_goods, steps_of
from tests.db.flows.stage import Stage, select
from tests.support.banks import Bank, OfStripe


async def _declined(shop: ShopParts, bank: Bank, why: Declined = "later") -> tuple[Repeat, UUID]:
    """One whose card was declined today, and the order of the day."""
    one = await by_card(shop, bank, a_customer(), await repeated_goods(shop, 9))
    assert one.card is not None
    bank.refuse(one.card.id, why)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    await charge(shop, placed)
    return await now_of(shop, one), placed


async def _due(shop: ShopParts, order: UUID) -> list[timedelta]:
    """In how long each job of charging it again is done."""
    jobs = await agreed(shop, order)
    rows = await select(
        shop, "SELECT payload, next_attempt_at FROM jobs WHERE queue = 'charge-repeat' ORDER BY id"
    )
    read = [(reader_of(ChargeRepeat)(payload).payload, at) for payload, at in rows]
    return [at - utc_now() for job, at in read if job in jobs and job.again]


async def test_the_next_day_it_is_charged_and_the_order_is_paid(
    shop: ShopParts, bank: Bank
) -> None:
    one, placed = await _declined(shop, bank)
    (later,) = await _due(shop, placed)
    assert timedelta(hours=23) < later <= timedelta(days=1)
    bank.relent()
    await charge(shop, placed)
    assert (await shop.orders.known(placed)).is_paid
    assert [each.status for each in bank.charges()] == ["failed", "succeeded"]
    assert [step.what for step in await steps_of(shop, one)].count("declined") == 1


async def test_it_is_tried_twice_more_and_its_owner_is_mailed_once(
    shop: ShopParts, bank: Bank
) -> None:
    one, placed = await _declined(shop, bank)
    for tries in (2, 3, 3, 3):
        await charge(shop, placed)
        await follow_repeat(shop, placed, NOBODY)
        assert len(bank.charges()) == tries
        assert len(await agreed(shop, placed)) == min(tries + 1, 3)
    assert [step.what for step in await steps_of(shop, one)].count("declined") == 1
    mailed = await select(
        shop, "SELECT data ->> 'why' FROM events WHERE type = 'repeat.ordered' AND subject = $1",
        str(placed),
    )  # fmt: skip
    assert [row[0] for row in mailed] == ["later"]


async def test_two_jobs_and_two_workers_charge_it_once_more(
    shop: ShopParts, bank: Bank, stage: Stage
) -> None:
    _, placed = await _declined(shop, bank)
    async with charging(await stage.spare(), bank) as other:
        both = [follow_repeat(parts, placed, NOBODY) for parts in (shop, other) * 3]
        await asyncio.gather(*both)
        _, job = await agreed(shop, placed)
        bank.relent()
        again = [charge_repeat(parts, job, NOBODY) for parts in (shop, other) * 3]
        await asyncio.gather(*again, return_exceptions=True)
    await charge_repeat(shop, replace(job, payment_id=new_id()), NOBODY)
    assert len(bank.charges()) == 2


@pytest.mark.parametrize(
    ("why", "tried_again"), [("later", True), ("declined", False), ("authentication", False)]
)
async def test_only_where_its_bank_lets_it_be_tried_again(
    shop: ShopParts, bank: Bank, why: Declined, *, tried_again: bool
) -> None:
    _, placed = await _declined(shop, bank, why)
    assert len(await _due(shop, placed)) == tried_again


@pytest.mark.parametrize("bank", ["stripe"], indirect=True)
@pytest.mark.parametrize(
    ("why", "advice", "tried_again"),
    [("later", "do_not_try_again", False), ("declined", "try_again_later", True)],
)
async def test_what_its_bank_advises_counts_before_what_it_said(
    shop: ShopParts, bank: OfStripe, why: Declined, advice: str, *, tried_again: bool
) -> None:
    bank.server.book.cards.advises = advice
    _, placed = await _declined(shop, bank, why)
    assert len(await _due(shop, placed)) == tried_again


async def test_not_once_it_is_paid_or_its_owner_ended_it(shop: ShopParts, bank: Bank) -> None:
    _, paid = await _declined(shop, bank)
    await pay(shop, paid)
    one, ended = await _declined(shop, bank)
    await end_repeat(shop, Caller(of_owner(one.owner)), one.id)
    bank.relent()
    before = len(bank.charges())
    for order in (paid, ended):
        await charge(shop, order)
    assert len(bank.charges()) == before
