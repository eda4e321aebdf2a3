"""A row for each product that somebody wished for, whether they still do or not."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata
from holdfast.ledger import RowTable, StateTable

wishes = sa.Table(
    "wishes",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("product_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False, comment="when it was wished for or removed, the last"),
    sa.Column("price", sa.BigInteger, comment="of the product, when it was last looked at"),
    sa.CheckConstraint("status IN ('wished', 'removed')", name="status"),
    sa.Index("uq_wishes_owner", "owner", "product_id", unique=True),
    sa.Index("ix_wishes_product_id", "product_id", postgresql_where=sa.text("status = 'wished'")),
)

WISHES: Final = RowTable(
    "wishes",
    ("id", "owner", "product_id", "status", "at", "price"),
    ("uuid", "text", "uuid", "text", "timestamptz", "bigint"),
)
WISH_STATES: Final = StateTable(
    "wishes",
    "id",
    "status",
    {"at": "timestamptz", "price": "bigint"},
    {"wished": ("removed",), "removed": ("wished",)},
)
