"""A day that was left out is the next again, by its buyer or staff, until it is due; and what a day
costs is told beside what was paid last."""

import asyncio
from datetime import timedelta

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.repeats.keeping import end_repeat, pause_repeat, restore_day, skip_repeat
from holdfast.flows.repeats.showing import repeats_now
from holdfast.kit import Money
from holdfast.repeats import Repeat, RepeatMoved, RepeatNotFound
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import Goods, a_customer
from tests.db.flows.repeats.repeating import (
    look,
    now_of,
    ordered,
    pay,
    repeated_goods,
    repeating,
    steps_of,
)
from tests.db.flows.stage import Stage, events_of, select


async def test_a_day_that_was_left_out_is_the_next_again_and_is_ordered(stage: Stage) -> None:
    buyer = a_customer()
    one = await repeating(stage, buyer, await repeated_goods(stage, 9))
    by, day = Caller(buyer), one.due_on
    for _ in range(2):
        await skip_repeat(stage, by, one.id)
    (shown,) = await repeats_now(stage, [await now_of(stage, one)])
    assert shown.left_out == day + timedelta(weeks=4)
    await restore_day(stage, by, one.id, day + timedelta(weeks=4))
    assert (await restore_day(stage, by, one.id)).due_on == day
    with pytest.raises(RepeatMoved):
        await restore_day(stage, by, one.id)
    await look(stage, day)
    assert len(await ordered(stage, one)) == 1
    assert [step.what for step in await steps_of(stage, one)] == [
        "begun", "skipped", "skipped", "restored", "restored", "ordered",
    ]  # fmt: skip


async def test_its_buyer_is_told_again_that_the_day_comes(stage: Stage) -> None:
    one = await repeating(stage, buyer := a_customer(), await repeated_goods(stage, 9))
    soon = one.due_on - timedelta(days=2)
    await look(stage, soon)
    await skip_repeat(stage, Caller(buyer), one.id)
    await restore_day(stage, Caller(a_manager()), one.id, staff=True)
    for _ in range(2):
        await look(stage, soon)
    assert (await events_of(stage, one.id)).count("repeat.coming") == 2
    noted = await select(
        stage, "SELECT data ->> 'day' FROM audit_log WHERE action = 'repeat.restored'"
        " AND subject = $1", str(one.id),
    )  # fmt: skip
    assert [row[0] for row in noted] == [str(one.due_on)]


async def test_of_two_who_undo_at_once_one_does_and_no_earlier_day_goes_with_it(
    stage: Stage,
) -> None:
    one = await repeating(stage, buyer := a_customer(), await repeated_goods(stage, 9))
    by, last = Caller(buyer), one.due_on + timedelta(weeks=4)
    for _ in range(2):
        await skip_repeat(stage, by, one.id)
    said = await asyncio.gather(
        *(restore_day(stage, by, one.id, last) for _ in range(4)), return_exceptions=True
    )
    assert sum(isinstance(each, RepeatMoved) for each in said) == 3
    assert (await now_of(stage, one)).due_on == last


async def test_nobody_else_undoes_it_nor_once_it_is_paused_or_ended(stage: Stage) -> None:
    one = await repeating(stage, buyer := a_customer(), await repeated_goods(stage, 9))
    by = Caller(buyer)
    await skip_repeat(stage, by, one.id)
    with pytest.raises(RepeatNotFound):
        await restore_day(stage, Caller(a_customer()), one.id)
    for act in (pause_repeat, end_repeat):
        await act(stage, by, one.id)
        with pytest.raises(RepeatMoved):
            await restore_day(stage, by, one.id)


async def _priced(stage: Stage, goods: Goods, price: int) -> None:
    """As an import does."""
    await stage.database.pool.execute(
        "WITH priced AS (UPDATE variants SET price = $1 WHERE id = $2 RETURNING product_id)"
        " UPDATE products SET revision = revision + 1 FROM priced WHERE id = product_id",
        price,
        goods.variant_id,
    )


async def _told(stage: Stage, one: Repeat) -> list[tuple[object, ...]]:
    return await select(
        stage, "SELECT (data ->> 'total')::int, (data ->> 'before')::int FROM events"
        " WHERE type = 'repeat.coming' AND subject = $1 ORDER BY id", str(one.id),
    )  # fmt: skip


async def test_the_mail_before_says_what_was_paid_for_the_last_one_that_was_paid(
    stage: Stage,
) -> None:
    goods = await repeated_goods(stage, 9)
    one = await repeating(stage, a_customer(), goods)
    await _priced(stage, goods, 600)
    await look(stage, one.due_on - timedelta(days=1))
    assert await _told(stage, one) == [(540, 450)]
    await look(stage, one.due_on)
    (dearer,) = await ordered(stage, one)
    one = await now_of(stage, one)
    await look(stage, one.due_on - timedelta(days=1))
    assert (await _told(stage, one))[1:] == [(540, 450)], "nobody paid the last yet"
    await pay(stage, dearer)
    (shown,) = await repeats_now(stage, [one])
    assert shown.paid == Money(540, "EUR")
