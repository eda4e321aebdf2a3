"""Goods that are made of others."""

from holdfast.flows.inventory.parts import set_parts
from tests.db.flows.buying import Goods, new_goods
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import STAFF

__all__ = ["made_of", "say_parts"]


async def made_of(stage: Stage, **parts: tuple[Goods, int]) -> Goods:
    """New goods that are made of these."""
    goods = await new_goods(stage, 0, 900)
    await say_parts(stage, goods, *parts.values())
    return goods


async def say_parts(stage: Stage, goods: Goods, *parts: tuple[Goods, int]) -> None:
    asked = {one.variant_id: units for one, units in parts}
    await set_parts(stage, STAFF, goods.variant_id, asked)
