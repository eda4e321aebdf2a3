"""Carts and what lies in them; requests that were answered; orders that came from a cart."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable

carts = sa.Table(
    "carts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False, comment="grows with every change"),
    sa.Column("touched_at", TIME, nullable=False),
    sa.Column("told_at", TIME, comment="when it was told that it is abandoned, since the touch"),
    sa.Index("uq_carts_owner", "owner", unique=True),
    sa.Index("ix_carts_touched_at", "touched_at"),
    sa.Index("ix_carts_untold", "touched_at", postgresql_where=sa.text("told_at IS NULL")),
)

cart_items = sa.Table(
    "cart_items",
    metadata,
    sa.Column(
        "cart_id",
        sa.Uuid,
        sa.ForeignKey("carts.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("variant_id", sa.Uuid, primary_key=True),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("price", sa.BigInteger, nullable=False, comment="of one, when it was last decided"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("added_at", TIME, nullable=False),
    sa.CheckConstraint("quantity > 0", name="quantity"),
)

cart_requests = sa.Table(
    "cart_requests",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    written_at("at"),
    sa.Index("ix_cart_requests_at", "at"),
)

cart_orders = sa.Table(
    "cart_orders",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    written_at("at"),
    sa.Index("ix_cart_orders_at", "at"),
    comment="orders whose goods leave the cart once they are bought",
)

CART_ORDERS: Final = RowTable("cart_orders", ("order_id",), ("uuid",))
