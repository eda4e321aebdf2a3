"""The table of wallets. Riders insert into it; no row is ever changed."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import metadata, written_at
from holdfast.ledger import RowTable

wallets = sa.Table(
    "wallets",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    written_at("created_at"),
    sa.CheckConstraint("length(currency) = 3", name="currency"),
    sa.Index("uq_wallets_owner_currency", "owner", "currency", unique=True),
)

WALLETS: Final = RowTable("wallets", ("id", "owner", "currency"), ("uuid", "text", "text"))
