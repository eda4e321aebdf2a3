"""Files that variants are delivered as, whose order may have one, and who fetched it when."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

# A row is there before its file, and says where it was once that is deleted.
digital_files = sa.Table(
    "digital_files",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="unfinished"),
    sa.Column("name", sa.Text, nullable=False, comment="as its buyers are given it"),
    sa.Column("bytes", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("place", sa.Text, nullable=False, comment="a secret: its name in the store"),
    sa.Column("brought_by", sa.Text, nullable=False),
    written_at("brought_at"),
    sa.Column("replaced_at", TIME),
    sa.CheckConstraint("state IN ('unfinished', 'ready', 'going', 'gone')", name="state"),
    sa.CheckConstraint("char_length(name) BETWEEN 1 AND 200", name="name"),
    sa.CheckConstraint("(state = 'ready') <= (bytes > 0)", name="bytes"),
    sa.Index(
        "uq_digital_files_ready",
        "variant_id",
        unique=True,
        postgresql_where=sa.text("state = 'ready'"),
    ),
    sa.Index(
        "ix_digital_files_state",
        "state",
        "brought_at",
        postgresql_where=sa.text("state IN ('unfinished', 'going')"),
    ),
)

# One for each line of an order, however many units it has. No foreign key to orders, as above.
file_grants = sa.Table(
    "file_grants",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("line", sa.SmallInteger, nullable=False),
    sa.Column("variant_id", sa.Uuid, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="given"),
    written_at("given_at"),
    sa.Column("fetched_at", TIME, comment="first"),
    sa.Column("void_at", TIME),
    sa.UniqueConstraint("order_id", "line"),
    sa.CheckConstraint("status IN ('given', 'fetched', 'void')", name="status"),
    sa.CheckConstraint("(status = 'fetched') <= (fetched_at IS NOT NULL)", name="fetched_at"),
    sa.CheckConstraint("(status = 'void') = (void_at IS NOT NULL)", name="void_at"),
    sa.Index("ix_file_grants_variant_id", "variant_id"),
)

file_downloads = sa.Table(
    "file_downloads",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("grant_id", sa.Uuid, nullable=False),
    sa.Column("file_id", sa.Uuid, nullable=False),
    written_at("at"),
    sa.Index("ix_file_downloads_grant_id", "grant_id", "at"),
)

GRANTS: Final = RowTable(
    "file_grants", ("id", "order_id", "line", "variant_id"), ("uuid", "uuid", "smallint", "uuid")
)
GRANT_STATES: Final = StateTable(
    "file_grants",
    "id",
    "status",
    {"fetched_at": "timestamptz", "void_at": "timestamptz"},
    {"given": ("fetched", "void"), "fetched": ("void",), "void": ()},
)
DOWNLOADS: Final = RowTable(
    "file_downloads", ("id", "grant_id", "file_id"), ("uuid", "uuid", "uuid")
)
