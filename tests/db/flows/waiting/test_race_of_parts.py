"""64 buyers, restocks of two parts and a line of those who wait for parts and for two sets that
share them, at two processes; and an auditor that knows none of the rules, only what each order took
and when."""

import asyncio
import random
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from holdfast.catalog import stock_key
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.joining import leave_units_line
from holdfast.flows.waiting.offering import serve_lines
from holdfast.orders import load_items
from holdfast.people import Principal
from holdfast.waiting import NotInLine, places_for_units, turns_key
from tests.db.flows.buying import Goods, a_customer, new_goods
from tests.db.flows.inventory.making import made_of
from tests.db.flows.stage import Stage, select
from tests.db.flows.waiting.lining import BUYERS, attempt, deposit, wait
from tests.support.length import LONG

WAITING = 24
COMES = 12


@dataclass(frozen=True)
class Kind:
    """Goods, and what one of them takes by account."""

    goods: Goods
    takes: Mapping[str, int]

    def is_within(self, other: "Kind") -> bool:
        """Whether whoever can have the other can have this one."""
        return all(n <= other.takes.get(key, 0) for key, n in self.takes.items())


async def four_kinds(stage: Stage) -> list[Kind]:
    lamp, bulb, cord = (
        await new_goods(stage, 0),
        await new_goods(stage, 0),
        await new_goods(stage, 9),
    )
    pair = await made_of(stage, lamp=(lamp, 1), bulb=(bulb, 2))
    string = await made_of(stage, bulb=(bulb, 3), lamp=(lamp, 1), cord=(cord, 1))
    keys = {one: stock_key(one.variant_id) for one in (lamp, bulb, cord)}
    return [
        Kind(lamp, {keys[lamp]: 1}),
        Kind(bulb, {keys[bulb]: 1}),
        Kind(pair, {keys[lamp]: 1, keys[bulb]: 2}),
        Kind(string, {keys[lamp]: 1, keys[bulb]: 3, keys[cord]: 1}),
    ]


async def leave(parts: ShopParts, place: UUID, who: Principal) -> None:
    with suppress(NotInLine):  # it is held for them by now
        await leave_units_line(parts, Caller(who), place)


async def keep_trying(parts: ShopParts, goods: Goods) -> Placed | None:
    """To buy one, three times."""
    for _ in range(3):
        found = await attempt(parts, goods)
        if isinstance(found, Placed):
            return found
        assert isinstance(found, InsufficientStock), found
    return None


async def test_64_buyers_and_restocks_of_both_parts_race_with_the_line(stage: Stage) -> None:
    other = await stage.spare()
    chance, moves = random.Random(7), 0
    for round_ in range(20 if LONG else 3):
        kinds = await four_kinds(stage)
        line = {}
        for _ in range(WAITING):
            who, kind = a_customer(), chance.choice(kinds)
            line[await wait(stage, who, kind.goods)] = (who, kind)
        leaving = chance.sample(sorted(line), 3)

        comes = [(1 + n % 3) * (1 + round_ % 2 * 2) for n in range(COMES)]
        wanted = [kinds[number % 4] for number in range(BUYERS)]
        work = [
            *(keep_trying((stage, other)[n % 2], kind.goods) for n, kind in enumerate(wanted)),
            *(
                deposit((stage, other)[n // 2 % 2], kinds[n % 2].goods, units, alone=n % 4 > 1)
                for n, units in enumerate(comes)
            ),
            *(leave(other, place, line[place][0]) for place in leaving),
            *(serve_lines((stage, other)[n % 2]) for n in range(8)),
        ]
        chance.shuffle(work)
        found = await asyncio.gather(*work)
        bought = [one for one in found if isinstance(one, Placed)]
        while await serve_lines(stage):
            pass
        await audited(stage, kinds, line, bought)
        for number, kind in enumerate(kinds[:2]):
            (key,) = kind.takes
            assert (await stage.reader.account(key)).on_hand == sum(comes[number::2])
        # Some who were offered theirs let it go: it goes to the next.
        for place in (await places_for_units(stage.database.pool, sorted(line)))[: 4 + round_]:
            if place.order_id is not None:
                await cancel(stage, Caller(line[place.id][0]), order_id=place.order_id)
                await serve_lines(other)
        while await serve_lines(stage):
            pass
        await nobody_could_be_served(stage, kinds, line)
        for kind in kinds[:2]:
            moves += (await stage.reader.account(turns_key(kind.goods.variant_id))).balance
    assert moves, "some stood in more than one line"


async def audited(
    stage: Stage,
    kinds: list[Kind],
    line: Mapping[UUID, tuple[Principal, Kind]],
    bought: list[Placed],
) -> None:
    """All waited before anything came. So whoever had something while somebody waited who needs no
    more than that, and came before or did not wait at all, had it past them."""
    places = await places_for_units(stage.database.pool, sorted(line))
    held = dict(
        await select(
            stage,
            "SELECT o.id, min(e.at) FROM orders o JOIN ledger_entries e ON e.hold = o.hold_id"
            " WHERE e.operation = 'hold' GROUP BY o.id",
        )
    )
    of_goods = {one.goods.variant_id: one for one in kinds}
    ended = dict(
        await select(stage, "SELECT id, ended_at FROM waiting_line WHERE ended_at IS NOT NULL")
    )

    items = await load_items(stage.database.pool, [one.order_id for one in bought])
    had = [(None, held[id_], of_goods[one.variant_id]) for id_, (one,) in items.items()]
    offered = [(one.id, held[one.order_id], line[one.id][1]) for one in places if one.order_id]
    for served, at, kind in [*had, *offered]:
        for place, (_, wants) in line.items():
            over: datetime | None = ended.get(place)
            if (over is None or over > at) and wants.is_within(kind):
                assert served is not None, f"{kind} was sold past {wants}"
                assert served <= place, f"{place}, who wants {wants}, was skipped for {served}"
    # What an order of the line holds is what one takes, and no unit is held twice.
    total: dict[str, int] = {}
    taken = await load_items(stage.database.pool, [one.order_id for one in places if one.order_id])
    for order in (*items.values(), *taken.values()):
        (item,) = order
        kind = of_goods[item.variant_id]
        took = item.taken or {stock_key(item.variant_id): item.quantity}
        assert took == {key: n * item.quantity for key, n in kind.takes.items()}
        for key, n in took.items():
            total[key] = total.get(key, 0) + n
    for kind in kinds[:2]:
        (key,) = kind.takes
        account = await stage.reader.account(key)
        assert account.held == total.get(key, 0)
    await nobody_could_be_served(stage, kinds, line)


async def nobody_could_be_served(
    stage: Stage, kinds: list[Kind], line: Mapping[UUID, tuple[Principal, Kind]]
) -> None:
    """Of each the part whose line they stand in is short; what is kept is less than the first of a
    line takes, and where nobody waits nothing is kept."""
    places = await places_for_units(stage.database.pool, sorted(line))
    waiting = [one for one in places if one.waits]
    for key in {key for kind in kinds for key in kind.takes}:
        account = await stage.reader.account(key)
        there = [one for one in waiting if stock_key(one.line_id) == key]
        if not there:
            assert account.kept == 0
            continue
        assert account.balance == 0
        first = line[there[0].id][1]
        assert account.kept < first.takes[key], f"{first} could have it"
    for one in waiting:
        kind = line[one.id][1]
        short = 0
        for key, n in kind.takes.items():
            account = await stage.reader.account(key)
            before = [o for o in waiting if o.id < one.id and stock_key(o.line_id) == key]
            short += before != [] or account.balance + account.kept < n
        assert short, f"{kind} could be served"
