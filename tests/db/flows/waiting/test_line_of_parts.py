"""Who waits for what is made of others stands in the line of a part that is short, in one order
with those who wait for that part; and is held all of it at once."""

import asyncio

import pytest

from holdfast.catalog import stock_key
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.served_first import Coming, with_offers
from holdfast.flows.waiting.joining import FreeNow, leave_units_line, take_off_line
from holdfast.flows.waiting.offering import GoodsLine, serve_lines, stand_anew
from holdfast.kit import new_id
from holdfast.ledger import Accepted, Conflict, Deposit
from holdfast.orders import load_items
from holdfast.people import Principal
from holdfast.waiting import turns_key
from tests.db.flows.buying import (
    Goods,
    a_customer,
    confirm,
    end_hold,
    new_goods,
    order_now,
    pay_for,
    reserve,
    state_now,
    stock_of,
    sweep_all,
)
from tests.db.flows.inventory.making import made_of, say_parts
from tests.db.flows.inventory.places import counted, opened, stock_in
from tests.db.flows.stage import Stage, events_of, select
from tests.db.flows.waiting.lining import (
    STAFF,
    a_line,
    attempt,
    deposit,
    offer_of,
    place_of,
    places,
    standing,
    wait,
)


async def a_set(stage: Stage, lamps: int, bulbs: int) -> tuple[Goods, Goods, Goods]:
    """A lamp, a bulb, and what takes one and two of them."""
    lamp, bulb = await new_goods(stage, lamps), await new_goods(stage, bulbs)
    return lamp, bulb, await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))


async def lines(stage: Stage, *line: Principal) -> list[object]:
    """In whose line each of them stands."""
    return [(await place_of(stage, who)).line_id for who in line]


async def test_in_one_order_with_those_who_wait_for_the_part(stage: Stage) -> None:
    lamp, bulb, both = await a_set(stage, 0, 9)
    (first,) = await a_line(stage, lamp, 1)
    (second,) = await a_line(stage, both, 1)
    (third,) = await a_line(stage, lamp, 1)
    assert await places(stage, [first, second, third]) == [1, 2, 3]
    assert await stock_of(stage, bulb) == (9, 0), "what is not short stays on sale"
    await deposit(stage, lamp, 2)
    assert await places(stage, [first, second, third]) == [0, 0, 1]
    moments = await select(
        stage,
        "SELECT string_agg(operation, ' ' ORDER BY version) FROM ledger_entries"
        " WHERE key = $1 GROUP BY at ORDER BY at DESC LIMIT 1",
        stock_key(lamp.variant_id),
    )
    assert moments == [("deposit hold hold wait",)], "one command"
    offer = await offer_of(stage, second)
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(0, 2), (7, 2)]
    assert (await order_now(stage, offer)).total == 900
    (item,) = (await load_items(stage.database.pool, [offer.order_id]))[offer.order_id]
    assert item.taken == {stock_key(lamp.variant_id): 1, stock_key(bulb.variant_id): 2}
    assert await events_of(stage, (await place_of(stage, second)).id) == ["waiting.units.offered"]
    await say_parts(stage, both, (bulb, 1))
    await confirm(stage, second, offer, await pay_for(stage, second, offer))
    assert (await state_now(stage, offer))[0] == "paid"
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(0, 1), (7, 0)]
    await cancel(stage, Caller(second), order_id=offer.order_id)
    await serve_lines(stage)
    assert await standing(stage, third) == [("offered", 0)], "it gave back what it took"
    assert await stock_of(stage, bulb) == (9, 0)


async def test_nobody_waits_for_what_can_be_had_and_too_little_is_set_aside(stage: Stage) -> None:
    lamp, bulb, both = await a_set(stage, 1, 3)
    with pytest.raises(FreeNow):
        await wait(stage, a_customer(), both)
    taken = await reserve(stage, a_customer(), both)
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(0, 1), (1, 2)]
    (first,) = await a_line(stage, both, 1)
    assert await lines(stage, first) == [lamp.variant_id], "of lamps there is none to set aside"
    assert isinstance(await attempt(stage, bulb), Placed)
    await deposit(stage, bulb, 1)
    await deposit(stage, lamp, 1)
    # Of two parts only one is short now: what there is of it is not sold to others.
    assert await lines(stage, first) == [bulb.variant_id]
    assert isinstance(await attempt(stage, bulb), InsufficientStock)
    assert isinstance(await attempt(stage, both), InsufficientStock)
    assert isinstance(await attempt(stage, lamp), Placed), "the lamp is"
    await serve_lines(stage)
    assert await lines(stage, first) == [lamp.variant_id], "which is short by now"
    assert isinstance(await attempt(stage, bulb), Placed), "and keeps no bulb off sale"
    await deposit(stage, bulb, 2)
    await end_hold(stage, taken)
    await sweep_all(stage)
    await serve_lines(stage)
    assert await standing(stage, first) == [("offered", 0)]


async def test_who_joins_where_fewer_are_free_than_one_takes_has_them_set_aside(
    stage: Stage,
) -> None:
    lamp, bulb, both = await a_set(stage, 5, 1)
    who, later = a_customer(), a_customer()
    place = await wait(stage, who, both)
    await wait(stage, later, bulb)
    assert await lines(stage, who, later) == [bulb.variant_id] * 2
    assert await stock_of(stage, bulb) == (0, 0)
    await serve_lines(stage)
    assert await places(stage, [who, later]) == [1, 2]
    await leave_units_line(stage, Caller(who), place)
    await serve_lines(stage)
    assert await standing(stage, later) == [("offered", 0)]
    assert await stock_of(stage, lamp) == (5, 0)


async def test_one_goes_where_a_part_is_short_and_those_behind_have_this_one(
    stage: Stage,
) -> None:
    lamp, bulb, both = await a_set(stage, 0, 0)
    sets = await a_line(stage, both, 3)
    (plain,) = await a_line(stage, lamp, 1)
    (bulbs,) = await a_line(stage, bulb, 1)
    assert await lines(stage, *sets) == [lamp.variant_id] * 3
    await deposit(stage, lamp, 2)
    assert await standing(stage, plain) == [("offered", 0)]
    assert await lines(stage, *sets) == [bulb.variant_id] * 3
    assert await places(stage, sets) == [1, 2, 3], "before who came later for a bulb"
    assert await places(stage, [bulbs]) == [4]
    assert isinstance(await attempt(stage, lamp), Placed), "a lamp is left, on sale"
    await deposit(stage, bulb, 3)
    assert await lines(stage, *sets) == [lamp.variant_id] * 3
    assert await standing(stage, bulbs) == [("offered", 0)]
    assert await stock_of(stage, bulb) == (2, 1)
    await deposit(stage, lamp, 2)
    assert await places(stage, sets) == [0, 1, 2]
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(1, 3), (0, 3)]
    assert await lines(stage, *sets[1:]) == [bulb.variant_id] * 2


async def test_by_whatever_way_its_parts_come_back(stage: Stage) -> None:
    lamp, _, both = await a_set(stage, 4, 8)
    buyers = [a_customer() for _ in range(4)]
    bought = [await reserve(stage, who, both) for who in buyers]
    line = await a_line(stage, both, 6)
    served = 0
    await confirm(stage, buyers[0], bought[0], await pay_for(stage, buyers[0], bought[0]))
    await cancel(stage, Caller(buyers[0]), order_id=bought[0].order_id)
    await cancel(stage, Caller(buyers[1]), order_id=bought[1].order_id)
    await end_hold(stage, bought[2])
    await sweep_all(stage)
    assert isinstance(await attempt(stage, lamp), InsufficientStock)
    assert isinstance(await attempt(stage, both), InsufficientStock)
    served += await serve_lines(stage)
    assert await places(stage, line) == [0, 0, 0, 1, 2, 3]
    # Who lets the offer lapse gives way to the next.
    await end_hold(stage, await offer_of(stage, line[0]))
    await sweep_all(stage)
    served += await serve_lines(stage)
    assert await places(stage, line[3:]) == [0, 1, 2]
    await leave_units_line(stage, Caller(line[4]), (await place_of(stage, line[4])).id)
    await take_off_line(stage, STAFF, (await place_of(stage, line[5])).id, "a reseller")
    await deposit(stage, lamp, 1)
    assert served == 4
    assert await stock_of(stage, lamp) == (1, 4)


async def test_as_many_as_there_are_of_those_one_wants(stage: Stage) -> None:
    lamp, bulb, both = await a_set(stage, 9, 1)
    who = a_customer()
    await wait(stage, who, both, 4)
    await deposit(stage, bulb, 4)
    order = await order_now(stage, await offer_of(stage, who))
    assert order.total == 2 * 900
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(7, 2), (1, 4)]


async def test_what_comes_together_is_seen_together(stage: Stage) -> None:
    """A delivery of both parts and the holds of the first are one command."""
    lamp, bulb, both = await a_set(stage, 0, 0)
    line = await a_line(stage, both, 2)
    keys = [stock_key(one.variant_id) for one in (lamp, bulb)]
    came = {
        keys[0]: Coming(lamp.variant_id, 2),
        keys[1]: Coming(bulb.variant_id, 3),
    }
    brought = tuple(Deposit(key, one.quantity) for key, one in came.items())
    command = STAFF.command(brought, (), f"delivery/{new_id()}")
    command = await with_offers(stage, GoodsLine(stage), came, command)
    assert isinstance(await stage.ledger.commit(command), Accepted)
    assert await places(stage, line) == [0, 1]
    assert await lines(stage, line[1]) == [bulb.variant_id]
    assert [await stock_of(stage, one) for one in (lamp, bulb)] == [(1, 1), (0, 2)]


async def test_what_was_planned_before_somebody_moved_up_is_looked_at_again(stage: Stage) -> None:
    lamp, bulb, both = await a_set(stage, 0, 0)
    (early,) = await a_line(stage, both, 1)
    await deposit(stage, lamp, 1)
    await reserve(stage, a_customer(), lamp)
    (late,) = await a_line(stage, lamp, 1)
    assert await lines(stage, early, late) == [bulb.variant_id, lamp.variant_id]
    key = stock_key(lamp.variant_id)
    planned = await GoodsLine(stage).offers({lamp.variant_id: {key: 1}})
    await deposit(stage, bulb, 2)
    assert await places(stage, [early, late]) == [1, 2], "in the line for lamps again, and first"
    stale = planned.added_to(STAFF.command((Deposit(key, 1),), (), f"delivery/{new_id()}"))
    assert await stage.ledger.commit(stale) == Conflict(turns_key(lamp.variant_id), "version 2")
    await deposit(stage, lamp, 1)
    assert await places(stage, [early, late]) == [0, 1]


async def test_units_come_from_several_locations(stage: Stage) -> None:
    where = await opened(stage, "FR")
    lamp, bulb, both = await a_set(stage, 0, 1)
    await stock_in(stage, bulb, where[1], 2)
    who = a_customer()
    await wait(stage, who, both)
    await stock_in(stage, lamp, where[1], 1)
    assert await standing(stage, who) == [("offered", 0)]
    assert await counted(stage, lamp, where) == [(0, 0), (0, 1)]
    assert await counted(stage, bulb, where) == [(0, 1), (1, 1)]
    more = a_customer()
    await wait(stage, more, both)
    await stock_in(stage, lamp, where[0], 1)
    assert await counted(stage, bulb, where) == [(0, 1), (0, 1)], "set aside where it lies"
    await stock_in(stage, bulb, where[0], 1)
    assert await counted(stage, bulb, where) == [(0, 2), (0, 2)]


async def test_what_is_made_of_others_now_is_waited_for_elsewhere(stage: Stage) -> None:
    lamp, bulb, both = await a_set(stage, 0, 9)
    line = await a_line(stage, both, 2)
    (plain,) = await a_line(stage, lamp, 1)
    await say_parts(stage, both, (bulb, 5))
    assert await stand_anew(stage) == 1
    assert await places(stage, line) == [0, 1]
    assert await lines(stage, line[1]) == [bulb.variant_id]
    assert await stock_of(stage, bulb) == (0, 5)
    # Who waited for what had a stock of its own, and has none any more.
    await say_parts(stage, lamp, (bulb, 1))
    assert await stand_anew(stage) == 0
    assert await lines(stage, plain) == [bulb.variant_id]
    assert await places(stage, [plain]) == [2]
    await deposit(stage, bulb, 2)
    assert await places(stage, [line[1], plain]) == [0, 0]
    assert await stand_anew(stage) == 0


async def test_what_is_not_sold_any_more_ends_and_nobody_else_loses_their_turn(
    stage: Stage,
) -> None:
    lamp, bulb, both = await a_set(stage, 0, 9)
    other = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 1))
    (gone,) = await a_line(stage, both, 1)
    (stays,) = await a_line(stage, other, 1)
    (plain,) = await a_line(stage, lamp, 1)
    place = await place_of(stage, gone)
    for goods in (both, lamp):
        await stage.database.pool.execute(
            "UPDATE products SET status = 'archived', revision = revision + 1 WHERE id = $1",
            goods.product_id,
        )
    await deposit(stage, lamp, 2)
    assert await events_of(stage, place.id) == ["waiting.ended"]
    assert await standing(stage, plain) == [], "the lamp alone is not sold either"
    assert await standing(stage, stays) == [("offered", 0)], "what is made of it is"
    assert await stock_of(stage, lamp) == (1, 1)


async def test_who_leaves_while_their_place_moves_leaves_once(stage: Stage) -> None:
    other = await stage.spare()
    for _ in range(5):
        lamp, bulb, both = await a_set(stage, 0, 0)
        line = await a_line(stage, both, 4)
        found = [await place_of(stage, who) for who in line]
        await asyncio.gather(
            deposit(stage, lamp, 2),
            deposit(other, lamp, 1),
            *(
                leave_units_line(parts, Caller(who), place.id)
                for parts, who, place in zip((stage, other) * 2, line, found, strict=True)
            ),
        )
        await serve_lines(stage)
        assert await stock_of(stage, lamp) == (3, 0), "nobody waits any more"
        await deposit(stage, bulb, 1)
        assert await stock_of(stage, bulb) == (1, 0)
