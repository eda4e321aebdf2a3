"""Who has a repeat order keeps it as they like; staff stop it, and say why; nobody else has it."""

import asyncio
from datetime import timedelta

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.repeats.keeping import (
    ChangeWanted,
    change_repeat,
    end_repeat,
    pause_repeat,
    resume_repeat,
    skip_repeat,
)
from holdfast.flows.repeats.ordering import order_one
from holdfast.repeats import (
    MOST_REPEATS,
    RepeatMoved,
    RepeatNeedsAccount,
    RepeatNotFound,
    RepeatOff,
    TooManyRepeats,
)
from tests.db.flows.buying import a_customer, a_guest, new_goods
from tests.db.flows.repeats.repeating import (
    asked,
    look,
    repeated_goods,
    repeating,
    steps_of,
)
from tests.db.flows.stage import Stage, events_of, select


async def test_who_has_it_skips_changes_pauses_goes_on_and_ends_it(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one, by = await repeating(stage, buyer, goods), Caller(buyer)
    day = one.due_on
    one = await skip_repeat(stage, by, one.id)
    assert one.due_on == day + timedelta(weeks=4)
    wanted = ChangeWanted(every="1w", quantities={goods.variant_id: 3})
    one = await change_repeat(stage, by, one.id, wanted)
    assert (one.every, one.due_on, one.lines[0].quantity) == ("1w", day + timedelta(weeks=4), 3)
    one = await skip_repeat(stage, by, one.id)
    assert one.due_on == day + timedelta(weeks=5), "counted from the day that stayed"
    assert (await pause_repeat(stage, by, one.id)).status == "paused"
    with pytest.raises(RepeatMoved):
        await skip_repeat(stage, by, one.id)
    assert (await resume_repeat(stage, by, one.id)).due_on == one.due_on
    assert (await end_repeat(stage, by, one.id)).status == "ended"
    for act in (pause_repeat, resume_repeat, end_repeat, skip_repeat):
        with pytest.raises(RepeatMoved):
            await act(stage, by, one.id)
    assert await events_of(stage, one.id) == [], "who did it needs no mail"


async def test_who_skips_a_day_that_was_ordered_just_now_keeps_the_next(stage: Stage) -> None:
    """As in a second tab, where it was left out already."""
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one, by = await repeating(stage, buyer, goods), Caller(buyer)
    shown = one.due_on
    await look(stage, shown)
    with pytest.raises(RepeatMoved) as refused:
        await skip_repeat(stage, by, one.id, shown)
    assert refused.value.field == "nextOn"
    later = await skip_repeat(stage, by, one.id, shown + timedelta(weeks=4))
    assert later.due_on == shown + timedelta(weeks=8)
    with pytest.raises(RepeatMoved):
        await skip_repeat(stage, by, one.id, shown + timedelta(weeks=4))


async def test_checkouts_that_came_to_nothing_do_not_count_as_repeat_orders(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 99), a_customer()
    for _ in range(MOST_REPEATS):
        placed = await asked(stage, buyer, goods)
        await cancel(stage, Caller(buyer), order_id=placed.order_id)
    one = await repeating(stage, buyer, goods)
    assert one.status == "active"


async def test_of_a_skip_and_an_order_of_one_day_only_one_is_done(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 9), a_customer()
    one = await repeating(stage, buyer, goods)
    day = one.due_on
    await asyncio.gather(
        order_one(stage, one, day), skip_repeat(stage, Caller(buyer), one.id), look(stage, day)
    )
    steps = (await steps_of(stage, one))[1:]
    assert [step.due_on for step in steps] == sorted({step.due_on for step in steps if step.due_on})
    assert sum(step.due_on == day for step in steps) == 1


async def test_staff_pause_and_end_it_with_a_reason_that_its_buyer_reads(stage: Stage) -> None:
    goods, buyer, staff = await repeated_goods(stage, 9), a_customer(), Caller(a_customer())
    one = await repeating(stage, buyer, goods)
    await pause_repeat(stage, staff, one.id, note="No beans this month")
    with pytest.raises(RepeatMoved):
        await resume_repeat(stage, Caller(buyer), one.id)
    await resume_repeat(stage, staff, one.id, staff=True)
    one = await end_repeat(stage, staff, one.id, note="Not roasted any more")
    assert (one.reason, one.note) == ("staff", "Not roasted any more")
    assert await events_of(stage, one.id) == ["repeat.stopped", "repeat.stopped"]
    rows = await select(
        stage, "SELECT action FROM audit_log WHERE subject = $1 ORDER BY id", str(one.id)
    )
    assert [row[0] for row in rows] == ["repeat.paused", "repeat.resumed", "repeat.ended"]


async def test_nobody_elses_is_found(stage: Stage) -> None:
    one = await repeating(stage, a_customer(), await repeated_goods(stage, 9))
    for act in (pause_repeat, resume_repeat, end_repeat, skip_repeat):
        with pytest.raises(RepeatNotFound):
            await act(stage, Caller(a_customer()), one.id)


async def test_what_is_not_to_be_repeated_is_refused(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 99), a_customer()
    plain = await new_goods(stage, 9)
    with pytest.raises(RepeatOff):
        await asked(stage, buyer, plain)
    with pytest.raises(RepeatOff):
        await asked(stage, buyer, goods, every="6m")
    with pytest.raises(RepeatNeedsAccount):
        await asked(stage, a_guest(), goods)
    for _ in range(MOST_REPEATS):
        await repeating(stage, buyer, goods)
    with pytest.raises(TooManyRepeats):
        await asked(stage, buyer, goods)
