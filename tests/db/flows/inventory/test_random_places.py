"""Random stocks in five locations, with bundles and a pool among the goods, and 64 buyers at once:
nobody is promised what does not lie there, and nobody is refused what does."""

import asyncio
import random
from uuid import UUID

import pytest

from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.refusals import InsufficientStock
from tests.db.flows.buying import Goods, a_customer, new_goods, reserve
from tests.db.flows.inventory.places import counted, opened, stock_in
from tests.db.flows.inventory.test_parts import made_of
from tests.db.flows.stage import Stage
from tests.support.length import LONG

BUYERS = 64
SEEDS = range(200 if LONG else 4)


@pytest.mark.parametrize("seed", SEEDS)
async def test_what_is_sold_is_what_lay_there(stage: Stage, seed: int) -> None:
    chance = random.Random(seed)
    where = await opened(stage, "FR", "KR", "US", "JP")
    lamp, bulb, roll = [await new_goods(stage, chance.randrange(12)) for _ in range(3)]
    for goods in (lamp, bulb, roll):
        for location in where[1:]:
            if count := chance.randrange(8):
                await stock_in(stage, goods, location, count)
    before = {one: await on_hand(stage, one, where) for one in (lamp, bulb, roll)}
    takes = {
        lamp: {lamp: 1},
        bulb: {bulb: 1},
        await made_of(stage, lamp=(lamp, 1), bulbs=(bulb, 2)): {lamp: 1, bulb: 2},
        await made_of(stage, roll=(roll, 2)): {roll: 2},
        await made_of(stage, roll=(roll, 5)): {roll: 5},
    }
    sold = dict.fromkeys(before, 0)

    async def buy(goods: Goods, quantity: int) -> bool:
        buyer = a_customer()
        try:
            placed = await reserve(stage, buyer, goods, quantity=quantity)
        except InsufficientStock:
            return False
        assert isinstance(placed, Placed)
        for part, units in takes[goods].items():
            sold[part] += units * quantity
        return True

    wanted = [(chance.choice(list(takes)), chance.randint(1, 2)) for _ in range(BUYERS)]
    await asyncio.gather(*(buy(goods, quantity) for goods, quantity in wanted))
    # Whoever comes now, alone, is told the truth: until nothing of it is left that could be sold.
    for goods in takes:
        while await buy(goods, 1):
            pass

    for part, there in before.items():
        lies = await counted(stage, part, where)
        assert all(free >= 0 for free, _ in lies)
        assert sum(held for _, held in lies) == sold[part] <= there
        assert sum(free for free, _ in lies) == there - sold[part]
    free = {part: before[part] - sold[part] for part in before}
    for units in takes.values():
        assert any(free[part] < each for part, each in units.items())


async def on_hand(stage: Stage, goods: Goods, where: list[UUID]) -> int:
    return sum(free for free, _ in await counted(stage, goods, where))
