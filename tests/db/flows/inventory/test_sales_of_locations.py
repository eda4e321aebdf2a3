"""Flash sales and imports of locations: units come from there, go back there, and lie there."""

import asyncio
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from holdfast.db.cursors import Consumer
from holdfast.flash_sales import FlashSale, SaleTerms
from holdfast.flows.checkout.basket import SaleUnits
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.checkout.prices import Choice
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import InsufficientStock
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.flash_sales.making import end_sale, make_sale
from holdfast.flows.fulfilment.packing import make_parcel, make_parcels_by_location
from holdfast.flows.inventory.catalogue_import import ImportTerms, import_catalogue
from holdfast.flows.inventory.low_stock import STOCK_TYPES, LowStock
from holdfast.flows.inventory.stock import StockChange, change_stock
from holdfast.fulfilment import UnitsNotToPack, parcels_of
from holdfast.kit import new_id, shop_now
from holdfast.locations import FIRST_LOCATION, LocationNotFound
from holdfast.views.agreement import audit_shop
from tests.db.catalogue.conftest import HEADER
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, confirm, new_goods, pay_for, reserve
from tests.db.flows.inventory.places import counted, opened, stock_in
from tests.db.flows.stage import Stage, select
from tests.db.flows.waiting.lining import STAFF

IMPORTED = "SELECT v.id, v.sku FROM variants v ORDER BY v.sku"


def terms(goods: Goods, quantity: int) -> SaleTerms:
    return SaleTerms(
        product_id=goods.product_id, quantity=quantity, price=300, per_customer=5,
        starts_at=shop_now() - timedelta(minutes=1), ends_at=shop_now() + timedelta(hours=1),
    )  # fmt: skip


async def a_sale(stage: Stage, goods: Goods, quantity: int, at: UUID | None = None) -> FlashSale:
    return await make_sale(stage, STAFF, terms(goods, quantity), None, at)


async def bought(stage: Stage, sale: FlashSale, units: int) -> tuple[Caller, Placed]:
    buyer = a_customer()
    reserved = await place(stage, Caller(buyer), SaleUnits(sale.id, units), choice=Choice(None))
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return Caller(buyer), reserved


async def test_a_sale_of_a_location_takes_there_and_gives_back_there(
    stage: Stage, database_url: str
) -> None:
    places = await opened(stage, "FR")
    goods = await new_goods(stage, 9)
    await stock_in(stage, goods, places[1], 6)
    with pytest.raises(InsufficientStock):
        await a_sale(stage, goods, 7, places[1])
    with pytest.raises(LocationNotFound):
        await a_sale(stage, goods, 1, new_id())
    sale = await a_sale(stage, goods, 5, places[1])
    assert await counted(stage, goods, places) == [(9, 0), (1, 0)]
    buyer, paid = await bought(stage, sale, 2)
    _, kept = await bought(stage, sale, 1)
    await make_parcels_by_location(stage, STAFF, kept.order_id, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [kept.order_id]))[kept.order_id]
    assert parcel.location_id == places[1], "what is held remembers where it lies"
    await end_sale(stage, STAFF, sale.id, "enough")
    assert await counted(stage, goods, places) == [(9, 0), (3, 0)]
    await cancel(stage, buyer, order_id=paid.order_id)
    assert await counted(stage, goods, places) == [(9, 0), (5, 0)]
    report = await audit_shop(database_url)
    assert report.clean, report.text()


async def test_without_a_location_the_rule_chooses_and_several_get_theirs_back(
    stage: Stage, database_url: str
) -> None:
    places = await opened(stage, "FR", "DE")
    goods = await new_goods(stage, 2)
    await stock_in(stage, goods, places[1], 4)
    await stock_in(stage, goods, places[2], 3)
    whole = await a_sale(stage, goods, 4)
    assert await counted(stage, goods, places) == [(2, 0), (0, 0), (3, 0)], "from one, if possible"
    await end_sale(stage, STAFF, whole.id, "enough")
    with pytest.raises(InsufficientStock, match="9 available"):
        await a_sale(stage, goods, 10)
    sale = await a_sale(stage, goods, 8)
    assert sum(free for free, _ in await counted(stage, goods, places)) == 1
    _, paid = await bought(stage, sale, 3)
    await make_parcels_by_location(stage, STAFF, paid.order_id, packed=True)
    (parcel,) = (await parcels_of(stage.database.pool, [paid.order_id]))[paid.order_id]
    assert parcel.location_id is None, "they came from several"
    before = await counted(stage, goods, places)
    await end_sale(stage, STAFF, sale.id, "enough")
    after = await counted(stage, goods, places)
    assert sum(free for free, _ in after) == 6
    assert all(now >= was for (now, _), (was, _) in zip(after, before, strict=True))
    assert all(now <= had for (now, _), had in zip(after, (2, 4, 3), strict=True))
    report = await audit_shop(database_url)
    assert report.clean, report.text()


async def test_sales_that_race_for_several_locations_take_no_unit_twice(stage: Stage) -> None:
    places = await opened(stage, "FR", "DE")
    goods = await new_goods(stage, 3)
    await stock_in(stage, goods, places[1], 3)
    await stock_in(stage, goods, places[2], 3)
    made = await asyncio.gather(
        *(a_sale(stage, goods, 2) for _ in range(6)), return_exceptions=True
    )
    done = [one for one in made if isinstance(one, FlashSale)]
    assert len(done) == 4
    assert all(isinstance(one, InsufficientStock) for one in made if one not in done)
    assert sum(free for free, _ in await counted(stage, goods, places)) == 1


async def test_a_parcel_says_from_which_location_it_is(stage: Stage) -> None:
    places = await opened(stage, "FR")
    goods = await new_goods(stage, 2)
    await stock_in(stage, goods, places[1], 1)
    buyer = a_customer()
    reserved = await reserve(stage, buyer, goods, quantity=3)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    order = reserved.order_id

    async def packed(lines: dict[int, int] | None, at: UUID) -> None:
        await make_parcel(stage, STAFF, order, lines, packed=True, location_id=at)

    with pytest.raises(UnitsNotToPack):
        await packed({0: 2}, places[1])
    await packed(None, places[1])
    with pytest.raises(UnitsNotToPack):
        await packed(None, places[1])
    await packed({0: 1}, FIRST_LOCATION)
    await packed(None, FIRST_LOCATION)
    made = (await parcels_of(stage.database.pool, [order]))[order]
    assert [(one.location_id, one.lines) for one in made] == [
        (places[1], {0: 1}), (FIRST_LOCATION, {0: 1}), (FIRST_LOCATION, {0: 1}),
    ]  # fmt: skip


async def test_an_imports_quantities_lie_where_it_says(
    stage: Stage, scratch: Path, database_url: str
) -> None:
    places = await opened(stage, "FR")
    rows = (f"mug{n},Mug,,,,,,,,,,M{n},{n + 1},9.00,,,,,," for n in range(3))
    path = scratch / "mugs.csv"
    path.write_text("\n".join((HEADER, *rows)))

    async def load(at: UUID, *, set_stock: bool = False) -> int:
        asked = ImportTerms("USD", set_stock=set_stock, location=at)
        report = await import_catalogue(stage.database, stage.ledger, path, asked)
        assert report.error_count == 0
        return report.stock.moved_count

    async def lying() -> list[list[tuple[int, int]]]:
        found = await select(stage, IMPORTED)
        ids = [UUID(str(row[0])) for row in found if str(row[1]).startswith("M")]
        goods = [Goods(one, one) for one in ids]
        return [await counted(stage, one, places) for one in goods]

    await load(places[1])
    there = [[(0, 0), (n + 1, 0)] for n in range(3)]
    assert await lying() == there
    assert await load(places[1], set_stock=True) == 0
    assert await load(FIRST_LOCATION, set_stock=True) == 3, "a count of the first, beside the other"
    assert await lying() == [[(n + 1, 0), (n + 1, 0)] for n in range(3)]
    path.write_text("\n".join((HEADER, "cup,Cup,,,,,,,,,,MX,4,9.00,,,,,,")))
    await load(FIRST_LOCATION)
    assert await load(places[1], set_stock=True) == 1, "where it never lay"
    assert (await lying())[-1] == [(4, 0), (4, 0)]
    report = await audit_shop(database_url)
    assert report.clean, report.text()


async def test_what_is_left_of_a_sale_is_no_delivery(stage: Stage) -> None:
    goods = await new_goods(stage, 10)
    about = StockChange(goods.variant_id, "deposit", 10, "delivery")
    await change_stock(stage, STAFF, about)
    low = Consumer("low-stock", STOCK_TYPES, LowStock(stage.reader.partitions))
    await drain(low, stage.database)
    sale = await a_sale(stage, goods, 6)
    await change_stock(stage, STAFF, StockChange(goods.variant_id, "withdraw", 12, "sold outside"))
    await end_sale(stage, STAFF, sale.id, "enough")
    await drain(low, stage.database)
    told = "SELECT delivered FROM variants WHERE id = $1"
    assert await select(stage, told, goods.variant_id) == [(20,)]
