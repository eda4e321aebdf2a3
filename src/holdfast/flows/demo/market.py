"""What a marketplace has beside its sellers, as its staff made it: ways to deliver and tax, offers,
a flash sale that is open and one to come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from holdfast.catalog import Shelf
from holdfast.catalog.demo import CURRENCY
from holdfast.db.engine import Database
from holdfast.flash_sales import SaleTerms
from holdfast.flows.commit.caller import Caller
from holdfast.flows.demo.history import Goods
from holdfast.flows.flash_sales.making import make_sale
from holdfast.flows.inventory.stockroom import Stockroom
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.promotions.promotions import make_promotion
from holdfast.flows.staff.shop_settings import update_settings
from holdfast.ledger import Ledger, LedgerReader
from holdfast.locations import CurrentLocations, Stocks
from holdfast.people import Principal
from holdfast.promotions import CouponBook, PromotionBook, PromotionTerms
from holdfast.shop import ShippingMethod, TaxRate

__all__ = ["CODE", "SALES", "WAYS", "DemoSale", "Stand", "allotted", "open_market"]

CODE: Final = "HELLO"


class DemoSale(Struct, frozen=True):
    """``units`` of the SKU at ``price`` (roubles), so long from when the shop opens."""

    sku: str
    units: int
    price: int
    begins: timedelta
    lasts: timedelta


SALES: Final = (
    DemoSale("AIRPRO2-WHI", 40, 17_990, timedelta(0), timedelta(days=7)),
    DemoSale("XIA14-GRE-256", 25, 54_990, timedelta(days=1), timedelta(days=3)),
)
# What is picked up needs no address, so whoever tries the shop can buy at once.
WAYS: Final = (
    ShippingMethod(
        "pickup", "Pickup", 0, CURRENCY, pickup="Tverskaya 1, Moscow", days_from=0, days_to=1,
        translations={"ru": "Самовывоз", "ko": "매장 수령"},
    ),
    ShippingMethod(
        "courier", "Courier", 49_000, CURRENCY, free_over=3_000_000, to_address=True,
        days_from=2, days_to=4, translations={"ru": "Курьер", "ko": "택배"},
    ),
    ShippingMethod(
        "express", "Express", 99_000, CURRENCY, to_address=True, days_from=1, days_to=1,
        translations={"ru": "Экспресс", "ko": "빠른 배송"},
    ),
)  # fmt: skip
_VAT: Final = TaxRate("VAT", 20_000, translations={"ru": "НДС", "ko": "부가가치세"})
_GIFT: Final = "holdfast-mug"  # one of what is sold for points, on which there is no tax


@dataclass(frozen=True, kw_only=True)
class Stand:
    """What it is opened with. ``sellers`` by shelf, ``goods`` by SKU."""

    database: Database
    ledger: Ledger
    reader: LedgerReader
    goods: Mapping[str, Goods]
    sellers: Mapping[str, UUID]


def allotted() -> dict[str, int]:
    """How many units of which SKU flash sales take out of the stock."""
    return {one.sku: one.units for one in SALES}


async def open_market(stand: Stand, staff: str, now: datetime) -> None:
    """Staff open it at ``now``."""
    by = Caller(Principal(staff, "user", frozenset({"manager"})))
    await _deliver(stand, by)
    await _offer(stand, by, now)
    for one in SALES:
        goods = stand.goods[one.sku]
        begins = now + one.begins
        terms = SaleTerms(
            product_id=goods.product.id,
            quantity=one.units,
            price=one.price * 100,
            starts_at=begins,
            ends_at=begins + one.lasts,
        )
        await make_sale(_stockroom(stand), by, terms, goods.variant.id)


async def _deliver(stand: Stand, by: Caller) -> None:
    gifts = {one.product.category_id for one in stand.goods.values() if one.product.handle == _GIFT}
    gifted = [replace(_VAT, rate=0, category_id=one) for one in gifts if one]
    rates = [_VAT, *gifted, replace(_VAT, services=True)]
    asked = {"tax_rates": rates, "tax_included": True, "shipping_methods": WAYS}
    await update_settings(
        stand.database, msgspec.to_builtins(asked), by, partitions=stand.reader.partitions
    )


async def _offer(stand: Stand, by: Caller, now: datetime) -> None:
    desk = CouponDesk(
        database=stand.database,
        ledger=stand.ledger,
        reader=stand.reader,
        shelf=Shelf(stand.database),
        coupons=CouponBook(stand.database),
        promotions=PromotionBook(stand.database),
    )
    watches = PromotionTerms(
        name="10% off watches",
        translations={"ru": "Часы на 10% дешевле", "ko": "시계 10% 할인"},
        rule="percent",
        value=10,
        sellers=frozenset({stand.sellers["watches"]}),
        opens_at=now,
    )
    code = PromotionTerms(
        name="500 off the first order",
        translations={"ru": "500 ₽ на первый заказ", "ko": "첫 주문 500루블 할인"},
        rule="fixed",
        value=50_000,
        minimum=500_000,
        currency=CURRENCY,
        code=CODE,
        per_customer=1,
        opens_at=now,
    )
    for terms in (watches, code):
        await make_promotion(desk, by, terms)


def _stockroom(stand: Stand) -> Stockroom:
    return Stockroom(
        database=stand.database,
        ledger=stand.ledger,
        reader=stand.reader,
        stocks=Stocks(stand.reader, CurrentLocations(stand.database)),
        shelf=Shelf(stand.database),
        next_release_at=lambda _: None,
    )
