"""Sales: each order, on the day it was paid."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final

import asyncpg

from holdfast.db.engine import Database
from holdfast.orders import tax_on_top
from holdfast.payments import PREPAID
from holdfast.pricing import PaidLine, spread, without_prepaid
from holdfast.shop import ShopSettings
from holdfast.views.books.buyers import SAID_OF_BUYER, buyer_said
from holdfast.views.books.documents import Document, Leg, Sold, SoldLine, document
from holdfast.views.books.nomenclature import OTHER_SERVICE, SoldItem, items_of_orders
from holdfast.views.option_words import ORDERED_NAME

__all__ = ["count_sales", "sales", "services_sold"]

_COUNT: Final = "SELECT count(*) FROM orders WHERE paid_at >= $1 AND paid_at < $2"
_SALES: Final = f"""
SELECT o.id, o.number, o.paid_at, o.total, o.discount, o.tax, o.shipping, o.currency,
       o.booking_id, {SAID_OF_BUYER},
       coalesce((o.breakdown ->> 'included')::boolean, false) AS included,
       {tax_on_top("o")} AS on_top, {PREPAID} AS prepaid,
       coalesce((o.breakdown ->> 'shipping_tax')::bigint, 0) AS shipping_tax,
       EXISTS (SELECT FROM package_purchases p WHERE p.order_id = o.id) AS is_package
FROM orders o WHERE o.paid_at >= $1 AND o.paid_at < $2 ORDER BY o.paid_at, o.id LIMIT $3
"""
_ITEMS: Final = f"""
SELECT i.order_id, {ORDERED_NAME.replace(":locale", "$2")} AS product_name, i.variant_id,
       i.quantity, i.price, i.discount, i.tax
FROM order_items i LEFT JOIN products p ON p.id = i.product_id
WHERE i.order_id = ANY($1::uuid[]) ORDER BY i.order_id, i.line
"""


async def count_sales(pool: asyncpg.Pool, begin: datetime, until: datetime) -> int:
    """Of a span."""
    found: int = await pool.fetchval(_COUNT, begin, until)
    return found


async def sales(
    database: Database, shop: ShopSettings, begin: datetime, until: datetime, limit: int
) -> Iterator[Document]:
    """Those of a span, in the order of their payment; what is sold by its name in the shop's own
    language."""
    rows = await database.pool.fetch(_SALES, begin, until, limit)
    orders = [row["id"] for row in rows]
    goods: dict[object, list[asyncpg.Record]] = {}
    for item in await database.pool.fetch(_ITEMS, orders, shop.languages[0]):
        goods.setdefault(item["order_id"], []).append(item)
    beside = await items_of_orders(database, shop, orders)
    made = (_sale(row, goods.get(row["id"], []), beside.get(row["id"], ())) for row in rows)
    return (one for one in made if one is not None)


def _sale(row: Any, items: list[Any], beside: Sequence[SoldItem]) -> Document | None:
    goods = sum(one["price"] * one["quantity"] for one in items)
    delivery, sold = row["shipping"], _sold(row, items, beside)
    tax = sold.tax
    if row["included"]:
        goods -= sum(one["tax"] for one in items)
        delivery -= row["shipping_tax"]
    income = row["total"] + row["discount"] - tax - delivery
    goods = max(min(goods, income), 0) if row["booking_id"] or not items else income
    return document(
        f"S-{row['number']}",
        row["paid_at"],
        "sale",
        row["currency"],
        (
            Leg("customers", row["total"]),
            Leg("discounts", row["discount"]),
            Leg("sales", -goods),
            Leg("packages" if row["is_package"] else "services", goods - income),
            Leg("delivery", -delivery),
            Leg("tax", -tax),
        ),
        f"Order {row['number']}",
        row["number"],
        row["total"],
        sold,
        buyer_said(row),
    )


def _sold(row: Any, items: list[Any], beside: Sequence[SoldItem]) -> Sold:
    """Its goods; what it is for beside them, as lines of services, whose tax is that of what was
    not prepaid."""
    lines = [
        SoldLine(
            str(one["variant_id"]),
            one["product_name"],
            one["quantity"],
            one["price"],
            one["discount"],
            one["tax"],
        )
        for one in items
    ]
    paid = row["total"] - row["shipping"] - row["on_top"] - sum(one.amount for one in lines)
    taken_off = row["discount"] - sum(one.discount for one in lines)
    tax = row["tax"]
    if row["booking_id"] or not items:
        whole = PaidLine(paid, max(tax - row["shipping_tax"] - sum(one.tax for one in lines), 0))
        taxed = without_prepaid(whole, row["prepaid"]).tax
        tax -= whole.tax - taxed
        lines += services_sold(beside or (OTHER_SERVICE,), paid + taken_off, taken_off, taxed)
    return Sold(
        row["total"],
        row["discount"],
        tax,
        row["included"],
        row["shipping"],
        tuple(lines),
    )


def services_sold(
    items: Sequence[SoldItem], amount: int, discount: int, tax: int
) -> Iterator[SoldLine]:
    """Each of them with its share of what was paid, of what was taken off and of the tax. Several
    of one thing are told as one where their amount is no multiple of their number."""
    prices = [one.price for one in items]
    amounts, discounts = spread(amount, prices), spread(discount, prices)
    taxed = [one.taxed for one in items]
    taxes = spread(tax, taxed if any(taxed) else prices)
    for one, price, off, its_tax in zip(items, amounts, discounts, taxes, strict=True):
        quantity = 1 if price % one.quantity else one.quantity
        yield SoldLine(one.id, one.name, quantity, price // quantity, off, its_tax, service=True)
