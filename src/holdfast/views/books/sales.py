"""Sales: each order, on the day it was paid."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

import asyncpg

from holdfast.orders import tax_on_top
from holdfast.payments import PREPAID
from holdfast.pricing import PaidLine, without_prepaid
from holdfast.views.books.documents import Document, Leg, Sold, SoldLine, document

__all__ = ["count_sales", "sales"]

_COUNT: Final = "SELECT count(*) FROM orders WHERE paid_at >= $1 AND paid_at < $2"
_SALES: Final = f"""
SELECT o.id, o.number, o.paid_at, o.owner, o.total, o.discount, o.tax, o.shipping, o.currency,
       o.booking_id, o.description,
       coalesce((o.breakdown ->> 'included')::boolean, false) AS included,
       {tax_on_top("o")} AS on_top, {PREPAID} AS prepaid,
       coalesce((o.breakdown ->> 'shipping_tax')::bigint, 0) AS shipping_tax,
       o.address ->> 'name' AS buyer,
       coalesce(o.address ->> 'email', o.contact_email) AS email,
       EXISTS (SELECT FROM package_purchases p WHERE p.order_id = o.id) AS is_package
FROM orders o WHERE o.paid_at >= $1 AND o.paid_at < $2 ORDER BY o.paid_at, o.id LIMIT $3
"""
_ITEMS: Final = """
SELECT order_id, product_name, variant_id, quantity, price, discount, tax
FROM order_items WHERE order_id = ANY($1::uuid[]) ORDER BY order_id, line
"""


async def count_sales(pool: asyncpg.Pool, begin: datetime, until: datetime) -> int:
    """Of a span."""
    found: int = await pool.fetchval(_COUNT, begin, until)
    return found


async def sales(
    pool: asyncpg.Pool, begin: datetime, until: datetime, limit: int
) -> Iterator[Document]:
    """Those of a span, in the order of their payment."""
    rows = await pool.fetch(_SALES, begin, until, limit)
    items: dict[object, list[asyncpg.Record]] = {}
    for item in await pool.fetch(_ITEMS, [row["id"] for row in rows]):
        items.setdefault(item["order_id"], []).append(item)
    made = (_sale(row, items.get(row["id"], [])) for row in rows)
    return (one for one in made if one is not None)


def _sale(row: Any, items: list[Any]) -> Document | None:
    goods = sum(one["price"] * one["quantity"] for one in items)
    delivery, sold = row["shipping"], _sold(row, items)
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
        (row["owner"], row["buyer"]),
    )


def _sold(row: Any, items: list[Any]) -> Sold:
    """Its goods; what it is for beside them, as one line of a service, whose tax is that of what
    was not prepaid."""
    lines = [
        SoldLine(
            one["product_name"],
            one["quantity"],
            one["price"],
            one["discount"],
            one["tax"],
            str(one["variant_id"]),
        )
        for one in items
    ]
    paid = row["total"] - row["shipping"] - row["on_top"] - sum(one.amount for one in lines)
    taken_off = row["discount"] - sum(one.discount for one in lines)
    tax = row["tax"]
    if row["booking_id"] or not items:
        beside = PaidLine(paid, max(tax - row["shipping_tax"] - sum(one.tax for one in lines), 0))
        taxed = without_prepaid(beside, row["prepaid"]).tax
        tax -= beside.tax - taxed
        name = row["description"] or f"Order {row['number']}"
        lines.append(SoldLine(name, 1, paid + taken_off, taken_off, taxed, None, service=True))
    return Sold(
        row["email"],
        row["total"],
        row["discount"],
        tax,
        row["included"],
        row["shipping"],
        tuple(lines),
    )
