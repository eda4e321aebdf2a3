"""A card is charged for what still stands: of its owner who ends, pauses or skips it and the charge
of the day at one moment one is first, and the other sees that."""

import asyncio
import random
from collections.abc import Awaitable
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.ending.cancel import cancel_by_staff
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.repeats.keeping import end_repeat, pause_repeat, resume_repeat, skip_repeat
from holdfast.flows.shop_parts import ShopParts
from holdfast.people import of_owner
from holdfast.repeats import Repeat, RepeatMoved
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import Goods, a_customer, stock_of
from tests.db.flows.repeats.charging import agreed, by_card, charge, charging
from tests.db.flows.repeats.repeating import look, now_of, ordered, repeated_goods, steps_of
from tests.db.flows.stage import Stage, events_of
from tests.support.banks import Bank

ACTS = ("end", "pause", "skip")
ROUNDS = 6


async def _due(shop: ShopParts, bank: Bank, goods: Goods) -> tuple[Repeat, UUID]:
    """As it was before its day was ordered, and the order, whose card is not charged yet."""
    one = await by_card(shop, bank, a_customer(), goods)
    await look(shop, one.due_on)
    (placed,) = await ordered(shop, one)
    return one, placed


def _acts(parts: ShopParts, what: str, one: Repeat) -> Awaitable[Repeat]:
    by = Caller(of_owner(one.owner))
    if what == "end":
        return end_repeat(parts, by, one.id)
    if what == "pause":
        return pause_repeat(parts, by, one.id)
    return skip_repeat(parts, by, one.id, one.due_on)


@pytest.mark.parametrize("what", ACTS)
async def test_what_is_off_before_its_charge_is_not_charged_and_its_goods_are_free_again(
    shop: ShopParts, bank: Bank, what: str
) -> None:
    goods = await repeated_goods(shop, 9)
    one, placed = await _due(shop, bank, goods)
    next_on = (await now_of(shop, one)).due_on
    assert await stock_of(shop, goods) == (7, 1)
    await _acts(shop, what, one)
    await charge(shop, placed)
    assert bank.charges() == []
    assert (await shop.orders.known(placed)).reason == "buyer"
    assert await stock_of(shop, goods) == (8, 0)
    assert (await now_of(shop, one)).due_on == next_on, "the next day stays"
    await charge(shop, placed)
    assert bank.charges() == []


async def test_what_staff_end_before_its_charge_is_cancelled_by_them(
    shop: ShopParts, bank: Bank
) -> None:
    one, placed = await _due(shop, bank, await repeated_goods(shop, 9))
    await end_repeat(shop, Caller(a_manager()), one.id, note="not roasted any more")
    await charge(shop, placed)
    assert (await shop.orders.known(placed)).reason == "staff"
    assert bank.charges() == []


@pytest.mark.parametrize("what", ACTS)
async def test_at_one_moment_it_is_charged_once_or_off_and_never_both(
    shop: ShopParts, bank: Bank, stage: Stage, what: str
) -> None:
    goods = await repeated_goods(shop, 99)
    async with charging(await stage.spare(), bank) as other:
        for _ in range(ROUNDS):
            await _race(shop, other, bank, what, await _due(shop, bank, goods))


async def _race(
    shop: ShopParts, other: ShopParts, bank: Bank, what: str, due: tuple[Repeat, UUID]
) -> None:
    one, placed = due
    before = len(bank.charges())
    (job,) = await agreed(shop, placed)
    both = [charge_repeat(other, job, NOBODY), _acts(shop, what, one)]
    random.shuffle(both)
    said = await asyncio.gather(*both, return_exceptions=True)
    refused = [each for each in said if isinstance(each, BaseException)]
    assert all(isinstance(each, RepeatMoved) for each in refused), refused
    await charge(shop, placed)
    steps = [step.what for step in await steps_of(shop, one)]
    charged = len(bank.charges()) - before
    order = await shop.orders.known(placed)
    assert charged == steps.count("charged") == order.is_paid
    assert order.is_paid != order.is_cancelled
    if what == "skip":
        assert bool(refused) == order.is_paid, "who is told that it is left out pays nothing"


async def test_one_that_goes_on_again_is_charged(shop: ShopParts, bank: Bank) -> None:
    one, placed = await _due(shop, bank, await repeated_goods(shop, 9))
    by = Caller(of_owner(one.owner))
    await pause_repeat(shop, by, one.id)
    await resume_repeat(shop, by, one.id)
    await charge(shop, placed)
    assert len(bank.charges()) == 1


async def test_a_day_that_is_paid_by_its_card_cannot_be_left_out(
    shop: ShopParts, bank: Bank
) -> None:
    one, placed = await _due(shop, bank, await repeated_goods(shop, 9))
    await charge(shop, placed)
    with pytest.raises(RepeatMoved):
        await _acts(shop, "skip", one)
    assert (await shop.orders.known(placed)).is_paid


async def test_staff_who_cancel_the_order_and_end_it_with_that_have_nothing_charged_after(
    shop: ShopParts, bank: Bank
) -> None:
    one, placed = await _due(shop, bank, await repeated_goods(shop, 9))
    await cancel_by_staff(shop, Caller(a_manager()), placed, "moved abroad", end_repeat=True)
    await charge(shop, placed)
    await follow_repeat(shop, placed, NOBODY)
    ended = await now_of(shop, one)
    assert (ended.status, ended.reason, ended.note) == ("ended", "order", "")
    await look(shop, ended.due_on)
    assert (bank.charges(), len(await ordered(shop, one))) == ([], 1)
    assert await events_of(shop, one.id) == ["repeat.stopped"]
