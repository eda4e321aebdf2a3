"""Tables of the shop's figures, kept by event consumers; nothing here decides anything."""

import sqlalchemy as sa

from holdfast.db.metadata import metadata

__all__ = ["daily_sales", "low_stock"]


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0")


daily_sales = sa.Table(
    "daily_sales",
    metadata,
    # The UTC day on which it happened: an order counts on the day it was paid, a cancellation
    # on the day it was cancelled.
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("currency", sa.Text, primary_key=True),
    _count("orders"),
    _count("units"),
    _count("revenue"),
    _count("cancelled_buyer"),
    _count("cancelled_expired"),
    _count("cancelled_unpaid"),
    _count("cancelled_refunded"),
    _count("refunded"),  # money of the orders that were paid and then cancelled
)

low_stock = sa.Table(
    "low_stock",
    metadata,
    # A row exists while the variant is low: so an alert is raised once a crossing.
    sa.Column("variant_id", sa.Uuid, primary_key=True),
    sa.Column("on_hand", sa.BigInteger, nullable=False),
    sa.Column("threshold", sa.Integer, nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)
