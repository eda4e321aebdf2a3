"""Tables of what was sold of goods and what came before that: visits, and what was put into carts.
Days and hours are by the shop's clock. ``scope`` is a seller, or :data:`WHOLE_SHOP`."""

from typing import Any, Final
from uuid import UUID

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata

WHOLE_SHOP: Final = UUID(int=0)
"""The scope of all goods, the shop's own and those of sellers; as a seller: the shop itself."""


def _count(name: str, comment: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0", comment=comment)


def _key(name: str, kind: type[sa.types.TypeEngine[Any]]) -> sa.Column[Any]:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def _traded() -> list[sa.Column[int]]:
    """What is counted of lines: as of ``sold_lines``, and in how many orders they stood."""
    return [_count(name) for name in ("orders", "units", "gross", "back", "refunded")]


# A line of a paid order as it was counted last: what is counted of it now is the difference.
sold_lines = sa.Table(
    "sold_lines",
    metadata,
    _key("order_id", sa.Uuid),
    _key("line", sa.SmallInteger),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Column("seller_id", sa.Uuid, nullable=False, comment="when it was sold; zero: the shop"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("sold_at", TIME, nullable=False),
    sa.Column("day", sa.Date, nullable=False, comment="by the shop's clock of then"),
    sa.Column("hour", sa.SmallInteger, nullable=False),
    _count("units"),
    _count("gross", "their price with tax, after discounts; minor units"),
    _count("back", "units that came back"),
    _count("refunded", "of the price"),
)

trade_hours = sa.Table(
    "trade_hours",
    metadata,
    _key("scope", sa.Uuid),
    _key("day", sa.Date),
    _key("hour", sa.SmallInteger),
    _key("currency", sa.Text),
    *_traded(),
)

trade_products = sa.Table(
    "trade_products",
    metadata,
    _key("product_id", sa.Uuid),
    _key("seller_id", sa.Uuid),
    _key("day", sa.Date),
    _key("currency", sa.Text),
    *_traded(),
    sa.Index("ix_trade_products_day", "day"),
    sa.Index("ix_trade_products_seller_id", "seller_id", "day"),
)

# The same by month: triggers on ``trade_products`` keep it right, whoever writes there.
trade_product_months = sa.Table(
    "trade_product_months",
    metadata,
    _key("month", sa.Date),
    _key("seller_id", sa.Uuid),
    _key("product_id", sa.Uuid),
    _key("currency", sa.Text),
    *_traded(),
)

buyer_months = sa.Table(
    "buyer_months",
    metadata,
    _key("owner", sa.Text),
    _key("scope", sa.Uuid),
    _key("month", sa.Date),
    _count("orders"),
)

cohort_months = sa.Table(
    "cohort_months",
    metadata,
    _key("scope", sa.Uuid),
    _key("first", sa.Date),
    _key("month", sa.Date),
    _count("buyers", "who first bought in the month of first, and bought in this one"),
    _count("orders", "of theirs in it"),
)

visit_hours = sa.Table(
    "visit_hours",
    metadata,
    _key("scope", sa.Uuid),
    _key("day", sa.Date),
    _key("hour", sa.SmallInteger),
    _count("visits", "how often a product's page was asked for"),
    _count("carted", "how often a product was put into a cart"),
)

visit_products = sa.Table(
    "visit_products",
    metadata,
    _key("product_id", sa.Uuid),
    _key("day", sa.Date),
    _count("visits"),
    _count("carted"),
)
