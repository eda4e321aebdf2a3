"""Stock in several places, for tests of flows."""

from collections.abc import Sequence
from uuid import UUID

from holdfast.catalog import stock_key
from holdfast.flows.inventory.locations import add_location
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import new_id
from holdfast.locations import FIRST_LOCATION, Location, account_at
from tests.db.flows.buying import Goods
from tests.db.flows.stage import Stage
from tests.db.flows.waiting.lining import STAFF

__all__ = ["at_place", "counted", "opened", "stock_in"]


async def opened(stage: Stage, *countries: str) -> list[UUID]:
    """The first location, and one more for each of these."""
    for number, country in enumerate(countries):
        asked = Location(new_id(), f"{country} {number}", country=country, priority=number + 1)
        await add_location(stage, STAFF, asked)
    return [one.id for one in await stage.stocks.locations.now()]


async def stock_in(stage: Stage, goods: Goods, location: UUID, quantity: int) -> None:
    change = StockChange(goods.variant_id, "deposit", quantity, "delivery", location)
    await change_stock(stage, STAFF, change, GoodsLine(stage))


def at_place(goods: Goods, location: UUID) -> str:
    return account_at(stock_key(goods.variant_id), location)


async def counted(
    stage: Stage, goods: Goods, places: Sequence[UUID] = (FIRST_LOCATION,)
) -> list[tuple[int, int]]:
    """Free and held, by location."""
    found = [await stage.reader.account(at_place(goods, one)) for one in places]
    return [(one.balance, one.held) for one in found]
