"""Many holds go back in one command; what one of them stumbles over keeps none of the others."""

import asyncio

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.lines import order_ref
from holdfast.flows.ending import expire
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.expire import sweep
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Command, DueHold, Hold, Line
from tests.db.flows.buying import (
    Goods,
    a_guest,
    confirm,
    end_hold,
    new_goods,
    pay_for,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.stage import Stage, events_of, select

EXPIRED = ("cancelled", "expired", "none")


async def due_holds(stage: Stage, count: int) -> tuple[Goods, list[Placed]]:
    """So many reservations of one piece each, of as many in stock, whose time is over."""
    goods = await new_goods(stage, count)
    reserved = [await reserve(stage, a_guest(), goods) for _ in range(count)]
    for one in reserved:
        await end_hold(stage, one)
    return goods, reserved


async def expire_as_read(parts: ShopParts, reserved: list[Placed]) -> int:
    """What a sweep does that read these as due, whatever became of them since."""
    due = [DueHold(one.reservation_id, order_ref(one.order_id), 1, 0.0) for one in reserved]
    pace = expire.SweepPace()
    pace.read(len(due))
    return await expire.expire_all(parts, due, pace)


async def keys(stage: Stage) -> list[str]:
    """What kinds of command there were."""
    rows = await select(
        stage,
        "SELECT split_part(key, '/', 1) FROM ledger_idempotency"
        " WHERE key LIKE 'expire%' ORDER BY 1",
    )
    return [str(row[0]) for row in rows]


async def expired_once(stage: Stage, reserved: list[Placed]) -> bool:
    for one in reserved:
        assert await state_now(stage, one) == EXPIRED
        assert await events_of(stage, one.order_id) == ["order.reserved", "order.cancelled"]
    return True


async def test_what_is_due_together_goes_back_in_one_command(stage: Stage) -> None:
    goods, reserved = await due_holds(stage, 10)
    swept = await sweep(stage, stage.reader.partitions)
    assert (swept.expired, swept.next_due) == (10, None)
    assert await stock_of(stage, goods) == (10, 0)
    assert await expired_once(stage, reserved)
    assert await keys(stage) == ["expire-together"]


async def test_more_than_make_one_command_go_back_in_several(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expire, "FEWEST", 4)
    monkeypatch.setattr(expire, "MOST", 4)
    goods, reserved = await due_holds(stage, 10)
    assert await sweep_all(stage) == 10
    assert await stock_of(stage, goods) == (10, 0)
    assert await expired_once(stage, reserved)
    assert await keys(stage) == ["expire-together"] * 3


async def test_one_that_was_paid_for_stays_sold_and_the_others_go_back(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    paid = await reserve(stage, buyer, goods)
    await confirm(stage, buyer, paid, await pay_for(stage, buyer, paid))
    others = [await reserve(stage, a_guest(), goods) for _ in range(4)]
    for one in others:
        await end_hold(stage, one)
    assert await expire_as_read(stage, [*others[:2], paid, *others[2:]]) == 4
    assert await stock_of(stage, goods) == (4, 0)
    assert (await state_now(stage, paid))[0] == "paid"
    assert await expired_once(stage, others)
    assert await keys(stage) == ["expire"] * 4


async def test_one_that_its_buyer_let_go_is_not_given_back_twice(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 5), a_guest()
    let_go = await reserve(stage, buyer, goods)
    await cancel(stage, Caller(buyer), order_id=let_go.order_id)
    others = [await reserve(stage, a_guest(), goods) for _ in range(4)]
    for one in others:
        await end_hold(stage, one)
    assert await expire_as_read(stage, [others[0], let_go, *others[1:]]) == 4
    assert await stock_of(stage, goods) == (5, 0)
    assert await state_now(stage, let_go) == ("cancelled", "buyer", "none")
    assert await events_of(stage, let_go.order_id) == ["order.reserved", "order.cancelled"]
    assert await expired_once(stage, others)


async def test_one_whose_order_is_off_while_its_hold_stands_goes_back_all_the_same(
    stage: Stage,
) -> None:
    goods, reserved = await due_holds(stage, 5)
    stage.altered.update({"idempotency"})
    await stage.database.pool.execute(
        "UPDATE orders SET status = 'cancelled', reason = 'buyer', cancelled_at = now()"
        " WHERE id = $1",
        reserved[2].order_id,
    )
    assert await sweep_all(stage) == 5
    assert await stock_of(stage, goods) == (5, 0)
    assert await state_now(stage, reserved[2]) == ("cancelled", "buyer", "none")
    assert await events_of(stage, reserved[2].order_id) == ["order.reserved"]
    assert await expired_once(stage, [*reserved[:2], *reserved[3:]])
    assert await keys(stage) == ["expire"] * 4 + ["expire-bare"]


async def test_a_hold_without_an_order_goes_back_with_the_others(stage: Stage) -> None:
    goods = await new_goods(stage, 5)
    reserved = [await reserve(stage, a_guest(), goods) for _ in range(4)]
    bare = Hold(new_id(), (Line(stock_key(goods.variant_id), 1),), 600.0)
    assert isinstance(await stage.ledger.commit(Command((bare,))), Accepted)
    stage.altered.add("sealed")
    await stage.database.pool.execute(
        "UPDATE ledger_holds SET expires_at = clock_timestamp() - interval '1 millisecond'"
    )
    assert await stock_of(stage, goods) == (0, 5)
    assert await sweep_all(stage) == 5
    assert await stock_of(stage, goods) == (5, 0)
    assert await expired_once(stage, reserved)
    assert await keys(stage) == ["expire-together"]


async def test_the_same_holds_swept_again_change_nothing(stage: Stage) -> None:
    goods, reserved = await due_holds(stage, 6)
    assert await expire_as_read(stage, reserved) == 6
    assert await expire_as_read(stage, reserved[::-1]) == 6
    assert await stock_of(stage, goods) == (6, 0)
    assert await expired_once(stage, reserved)
    assert await keys(stage) == ["expire-together"]


async def test_two_processes_that_sweep_some_of_the_same_give_each_back_once(stage: Stage) -> None:
    goods, reserved = await due_holds(stage, 12)
    another = await stage.spare()
    done = await asyncio.gather(
        expire_as_read(stage, reserved[:8]), expire_as_read(another, reserved[4:])
    )
    assert sum(done) == 16
    assert await stock_of(stage, goods) == (12, 0)
    assert await expired_once(stage, reserved)


async def test_one_that_cannot_be_given_back_is_told_and_keeps_none_of_the_others(
    stage: Stage,
) -> None:
    goods, reserved = await due_holds(stage, 6)
    pool = stage.database.pool
    await pool.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " 'BEGIN RAISE EXCEPTION ''this order is broken''; END'"
    )
    await pool.execute(
        "CREATE TRIGGER broken BEFORE UPDATE ON orders FOR EACH ROW"
        f" WHEN (OLD.id = '{reserved[3].order_id}') EXECUTE FUNCTION refuse()"
    )
    with pytest.raises(ExceptionGroup, match="holds that do not expire") as raised:
        await sweep(stage, stage.reader.partitions)
    assert [str(one) for one in raised.value.exceptions] == ["this order is broken"]
    assert await stock_of(stage, goods) == (5, 1)
    assert await expired_once(stage, [*reserved[:3], *reserved[4:]])
    await pool.execute("DROP TRIGGER broken ON orders")
    assert await sweep_all(stage) == 1
    assert await stock_of(stage, goods) == (6, 0)
    assert await expired_once(stage, reserved)


def test_carts_of_many_lines_make_smaller_commands() -> None:
    def due(*lines: int) -> list[DueHold]:
        return [DueHold(new_id(), "", count, 0.0) for count in lines]

    assert len(expire.taken_together(due(*[3] * 100), 0, 64)) == 64
    assert len(expire.taken_together(due(*[3] * 100), 90, 64)) == 10
    assert len(expire.taken_together(due(*[20] * 100), 0, 64)) == 16
    assert len(expire.taken_together(due(500, 1, 1), 0, 64)) == 1


def test_commands_grow_when_few_are_too_slow_and_never_beyond_the_bound() -> None:
    now = 1000.0
    unhurried, late = (expire.SweepPace(lambda: now) for _ in range(2))
    unhurried.read(10_000)
    late.read(10_000)
    assert unhurried.start(0.0) == expire.FEWEST
    unhurried.done(64)
    now += 0.0001
    assert unhurried.start(0.0) == expire.FEWEST
    now += 0.02
    assert expire.FEWEST < unhurried.start(0.0) < expire.MOST
    assert late.start(60.0) == expire.MOST
    late.done(9_990)
    now += 0.02
    assert late.start(60.0) == expire.FEWEST


def test_what_is_read_later_is_part_of_the_same_crowd() -> None:
    now = 1000.0
    pace = expire.SweepPace(lambda: now)
    pace.read(10_000)
    pace.done(expire.FEWEST)
    now += 0.05  # reading on took so long, which no command did
    pace.read(500)
    assert pace.start(0.0) == expire.FEWEST
    now += 0.02
    assert pace.start(0.0) > 2 * expire.FEWEST
