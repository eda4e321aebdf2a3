"""Pre-orders as stored. How many units are announced, sold and to come is the ledger's to say."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable

preorders = sa.Table(
    "preorders",
    metadata,
    sa.Column("variant_id", sa.Uuid, primary_key=True),
    sa.Column("location_id", sa.Uuid, nullable=False),
    sa.Column("expected_on", sa.Date, nullable=False),
    sa.Column("ends_at", TIME, comment="until when it is sold before it is there; none: always"),
    written_at("announced_at"),
)
# No foreign key to orders, as of their lines.
preorder_units = sa.Table(
    "preorder_units",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("quantity", sa.Integer, nullable=False, comment="came, and are the order's"),
    sa.CheckConstraint("quantity >= 0", name="quantity"),
    sa.Index("ix_preorder_units_variant_id", "variant_id"),
    comment="what came of units that were ordered before they were there",
)

PREORDERS: Final = RowTable(
    "preorders",
    ("variant_id", "location_id", "expected_on", "ends_at"),
    ("uuid", "uuid", "date", "timestamptz"),
    replaces=("variant_id",),
)
PREORDER_UNITS: Final = RowTable(
    "preorder_units",
    ("order_id", "line", "variant_id", "quantity"),
    ("uuid", "smallint", "uuid", "integer"),
    replaces=("order_id", "line"),
)
