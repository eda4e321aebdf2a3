"""Who cancels or refunds an order that is repeated says whether that ends, too: in one command. It
ends by itself with the whole of the order that it began with."""

import asyncio
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import NOBODY, Caller
from holdfast.flows.commit.idempotency import Key
from holdfast.flows.ending.cancel import cancel, cancel_by_staff
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.packages.taking_back import return_units
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.staff.orders import mark_paid, refund
from holdfast.kit import new_id
from holdfast.packages import grants_of
from holdfast.people import Principal
from holdfast.repeats import Repeat, RepeatMoved
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_customer
from tests.db.flows.repeats.repeating import (
    asked,
    look,
    now_of,
    ordered,
    pay,
    repeated_goods,
    repeating,
    steps_of,
)
from tests.db.flows.repeats.test_repeated_packages import a_membership, member
from tests.db.flows.stage import Stage, events_of, select


async def _with_a_second(stage: Stage, buyer: Principal) -> tuple[Repeat, UUID]:
    """One whose second order is paid."""
    one = await repeating(stage, buyer, await repeated_goods(stage, 9), quantity=2)
    await look(stage, one.due_on)
    (placed,) = await ordered(stage, one)
    await pay(stage, placed)
    return await now_of(stage, one), placed


@pytest.mark.parametrize(
    ("said", "first", "ends"),
    [
        (None, True, True),
        (True, True, True),
        (False, True, False),
        (None, False, False),
        (True, False, True),
        (False, False, False),
    ],
)
async def test_its_buyer_who_cancels_an_order_says_whether_it_ends_or_it_does_with_the_first(
    stage: Stage, *, said: bool | None, first: bool, ends: bool
) -> None:
    one, second = await _with_a_second(stage, buyer := a_customer())
    of = one.order_id if first else second
    assert (await cancel(stage, Caller(buyer), order_id=of, end_repeat=said)).refund == "begun"
    now = await now_of(stage, one)
    assert now.is_ended == ends
    told = await events_of(stage, one.id)
    assert told == (["repeat.stopped"] if ends and not said else []), "who said so needs no mail"


async def test_it_ends_in_the_command_that_cancels_or_neither_is_done(stage: Stage) -> None:
    one, second = await _with_a_second(stage, a_customer())
    done = [
        cancel_by_staff(stage, Caller(a_manager()), second, "moved", end_repeat=True)
        for _ in range(4)
    ]
    await asyncio.gather(*done, return_exceptions=True)
    rows = await select(
        stage,
        "SELECT xid::text FROM events WHERE type IN ('order.cancelled', 'repeat.stopped')"
        " AND subject = ANY($1)",
        [str(second), str(one.id)],
    )
    assert (len(rows), len(set(rows))) == (2, 1)
    audited = await select(
        stage, "SELECT data ->> 'order' FROM audit_log WHERE action = 'repeat.ended'"
        " AND subject = $1", str(one.id),
    )  # fmt: skip
    assert [row[0] for row in audited] == [str(second)]


async def test_staff_who_refund_a_part_end_it_with_that_or_let_it_go_on(stage: Stage) -> None:
    by = Caller(a_manager())
    one, second = await _with_a_second(stage, a_customer())
    await refund(stage, by, second, 100, "a scratch")
    assert (await now_of(stage, one)).is_active
    await refund(stage, by, second, {0: 1}, "moved abroad", end_repeat=True)
    now = await now_of(stage, one)
    assert (now.status, now.reason, now.note) == ("ended", "order", "")
    assert await shop_paid(stage, second), "the order stays"


async def shop_paid(stage: Stage, order_id: UUID) -> bool:
    return (await stage.orders.known(order_id)).is_paid


async def test_units_that_are_cancelled_end_it_as_was_said_and_the_last_as_the_whole(
    stage: Stage,
) -> None:
    one, second = await _with_a_second(stage, buyer := a_customer())
    await cancel_units(stage, Caller(buyer), one.order_id, {0: 1})
    assert (await now_of(stage, one)).is_active
    await cancel_units(stage, Caller(buyer), second, {0: 1}, end_repeat=True)
    assert (await now_of(stage, one)).is_ended
    other, _ = await _with_a_second(stage, buyer)
    await cancel_units(stage, Caller(buyer), other.order_id, {0: 2})
    assert (await now_of(stage, other)).is_ended


async def test_a_request_that_is_repeated_ends_nothing_that_began_since(stage: Stage) -> None:
    one, second = await _with_a_second(stage, buyer := a_customer())
    by = Caller(buyer, key=Key(f"cancel/{new_id()}", b"the same"))
    for _ in range(2):
        await cancel(stage, by, order_id=second, end_repeat=True)
    assert [step.what for step in await steps_of(stage, one)].count("ended") == 1


async def test_of_an_order_that_was_cancelled_before_it_is_ended_still(stage: Stage) -> None:
    one, second = await _with_a_second(stage, buyer := a_customer())
    await cancel(stage, Caller(buyer), order_id=second)
    assert (await now_of(stage, one)).is_active
    await cancel(stage, Caller(buyer), order_id=second, end_repeat=True)
    assert (await now_of(stage, one)).is_ended


async def test_an_order_that_is_cancelled_as_it_is_paid_begins_nothing(stage: Stage) -> None:
    goods, buyer = await repeated_goods(stage, 99), a_customer()
    for _ in range(6):
        placed = await asked(stage, buyer, goods)
        await mark_paid(stage, Caller(a_manager()), placed.order_id)
        await asyncio.gather(
            follow_repeat(stage, placed.order_id, NOBODY),
            cancel(stage, Caller(buyer), order_id=placed.order_id),
            return_exceptions=True,
        )
        await follow_repeat(stage, placed.order_id, NOBODY)
        assert not await select(
            stage,
            "SELECT 1 FROM repeat_orders WHERE order_id = $1 AND status = 'active'",
            placed.order_id,
        )


async def test_a_refund_that_ends_it_waits_until_it_has_begun(stage: Stage) -> None:
    placed = await asked(stage, a_customer(), await repeated_goods(stage, 9))
    await mark_paid(stage, by := Caller(a_manager()), placed.order_id)
    with pytest.raises(RepeatMoved):
        await refund(stage, by, placed.order_id, 450, "moved abroad", end_repeat=True)
    await follow_repeat(stage, placed.order_id, NOBODY)
    await refund(stage, by, placed.order_id, 450, "moved abroad", end_repeat=True)


async def test_a_membership_ends_with_the_whole_of_its_first_of_which_nothing_was_used(
    stage: Stage,
) -> None:
    client, by = a_customer(), Caller(a_manager())
    one = await member(stage, client, await a_membership(stage))
    (grant,) = await grants_of(stage.database.pool, client.id, None, 9)
    await return_units(stage, by, grant.id, grant.units - 60, "a part")
    assert (await now_of(stage, one)).is_active
    await return_units(stage, by, grant.id, 60, "the rest")
    ended = await now_of(stage, one)
    assert (ended.status, ended.reason) == ("ended", "order")


@pytest.mark.parametrize("said", [None, True, False])
async def test_a_membership_of_which_something_was_used_ends_only_as_staff_say(
    stage: Stage, *, said: bool | None
) -> None:
    client, by = a_customer(), Caller(a_manager())
    one = await member(stage, client, await a_membership(stage))
    (grant,) = await grants_of(stage.database.pool, client.id, None, 9)
    await return_units(stage, by, grant.id, grant.units - 60, "the rest", end_repeat=said)
    assert (await now_of(stage, one)).is_ended == bool(said)
