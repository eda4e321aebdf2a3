"""Rows of seeded products, as riders of the deposits that open their stock."""

from datetime import datetime
from typing import Final

import msgspec

from holdfast.catalog.products import least_cost
from holdfast.catalog.seeds import Goods
from holdfast.catalog.writing.statements import PRODUCT_ROWS, VARIANT_ROWS
from holdfast.ledger import RowTable

_TIMES: Final = ("created_at", "updated_at")

SEEDED_PRODUCT_ROWS: Final = RowTable(
    PRODUCT_ROWS.name,
    (*PRODUCT_ROWS.columns, *_TIMES),
    (*PRODUCT_ROWS.types, "timestamptz", "timestamptz"),
)
SEEDED_VARIANT_ROWS: Final = RowTable(
    VARIANT_ROWS.name,
    (*VARIANT_ROWS.columns, *_TIMES),
    (*VARIANT_ROWS.types, "timestamptz", "timestamptz"),
)
SEEDED_COUNT_ROWS: Final = RowTable(
    "product_counts",
    ("product_id", "category_id", "sales", "views"),
    ("uuid", "uuid", "bigint", "bigint"),
    replaces=("product_id",),
)
"""In place of the rows that the products themselves brought along."""


def seeded_product_row(
    goods: Goods, category_id: object, currency: str, now: datetime
) -> tuple[object, ...]:
    """In the column order of :data:`SEEDED_PRODUCT_ROWS`."""
    price, changes_at = least_cost(((one.price, one.discount) for one in goods.variants), now)
    values: dict[str, object] = {
        "id": goods.id,
        "handle": goods.handle,
        "name": goods.name,
        "description": goods.description,
        "category_id": category_id,
        "seller_id": goods.seller_id,
        "currency": currency,
        "status": goods.status,
        "vendor": goods.vendor,
        "tags": _json(goods.tags),
        "translations": _json(goods.translations),
        "options": _json(goods.options),
        "attributes": _json(goods.attributes),
        "images": "[]",
        "price": price,
        "price_changes_at": changes_at,
        "hold_units": None,
        "publish_at": None,
        "heads": "{}",
        "created_at": goods.created_at,
        "updated_at": goods.created_at,
    }
    return tuple(values[column] for column in SEEDED_PRODUCT_ROWS.columns)


def seeded_variant_rows(goods: Goods) -> list[tuple[object, ...]]:
    """In the column order of :data:`SEEDED_VARIANT_ROWS`."""
    return [
        (
            one.id,
            goods.id,
            one.sku,
            _json(one.options),
            one.price,
            None,
            None,
            place,
            None,
            one.stock or None,
            one.discount and one.discount.price,
            one.discount and one.discount.begins,
            one.discount and one.discount.ends,
            one.weight_grams,
            "",
            None,
            goods.created_at,
            goods.created_at,
        )
        for place, one in enumerate(goods.variants)
    ]


def seeded_count_row(goods: Goods, category_id: object) -> tuple[object, ...]:
    """In the column order of :data:`SEEDED_COUNT_ROWS`."""
    return goods.id, category_id, goods.sales, goods.views


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
