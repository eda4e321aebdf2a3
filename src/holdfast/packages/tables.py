"""Packages that are offered, what was bought of them, and what clients have of it."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

packages = sa.Table(
    "packages",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("terms", JSONB, nullable=False),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    written_at("made_at"),
    sa.Column("key", sa.Text, unique=True),
)
package_purchases = sa.Table(
    "package_purchases",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("package_id", sa.Uuid, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("terms", JSONB, nullable=False, comment="as they were agreed"),
    sa.Column("gift", JSONB, comment="for whom, when, with which words"),
    sa.Index("ix_package_purchases_owner", "owner", "order_id"),
)
# How much is left of each is its ledger account's to say.
package_grants = sa.Table(
    "package_grants",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("package_id", sa.Uuid, nullable=False),
    sa.Column("order_id", sa.Uuid, nullable=False, comment="that it was bought with"),
    sa.Column("line", sa.Integer, nullable=False, comment="its place in what was bought"),
    sa.Column("name", sa.Text, nullable=False, comment="the package's, as it was called then"),
    sa.Column("units", sa.BigInteger, nullable=False, comment="minutes, or minor units"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("services", JSONB, nullable=False, comment="that it pays for; none named: all"),
    sa.Column("transferable", sa.Boolean, nullable=False),
    sa.Column("valid_until", TIME, nullable=False),
    sa.Column("grace_until", TIME, nullable=False),
    sa.Column("warn_at", TIME, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="active"),
    sa.Column("came_from", sa.Uuid, comment="whose minutes these were before"),
    sa.Column("gift", JSONB),
    sa.Column("code_hash", sa.LargeBinary, comment="of a certificate whose code was made"),
    sa.Column("warned_at", TIME),
    sa.Column("given_at", TIME, comment="when it was told that a gift is to reach its one"),
    sa.Column("frozen_at", TIME),
    written_at("issued_at"),
    sa.Column("session_minutes", sa.Integer, comment="of a certificate of a service"),
    sa.Column("valid_from", TIME, comment="of a season"),
    sa.Column(
        "taxed_when_used",
        sa.Boolean,
        nullable=False,
        server_default="false",
        comment="sold without tax, for services of several rates",
    ),
    sa.CheckConstraint("kind IN ('hours', 'certificate', 'sessions')", name="kind"),
    sa.CheckConstraint(
        "(session_minutes IS NOT NULL) = (kind = 'sessions') AND session_minutes > 0",
        name="session_minutes",
    ),
    sa.CheckConstraint("status IN ('active', 'frozen', 'expired')", name="status"),
    sa.CheckConstraint("units > 0", name="units"),
    sa.CheckConstraint("warn_at <= valid_until AND valid_until <= grace_until", name="valid_until"),
    sa.CheckConstraint("(frozen_at IS NOT NULL) = (status = 'frozen')", name="frozen_at"),
    sa.Index("ix_package_grants_owner", "owner", "id"),
    sa.Index("ix_package_grants_order_id", "order_id"),
    sa.Index("uq_package_grants_code_hash", "code_hash", unique=True),
    sa.Index(
        "ix_package_grants_warn_at",
        "warn_at",
        postgresql_where=sa.text("status = 'active' AND warned_at IS NULL"),
    ),
    sa.Index(
        "ix_package_grants_gift",
        "id",
        postgresql_where=sa.text("gift IS NOT NULL AND given_at IS NULL"),
    ),
    sa.Index(
        "ix_package_grants_grace_until",
        "grace_until",
        postgresql_where=sa.text("status = 'active'"),
    ),
)

PURCHASES: Final = RowTable(
    "package_purchases",
    ("order_id", "package_id", "owner", "terms", "gift"),
    ("uuid", "uuid", "text", "jsonb", "jsonb"),
)
GRANTS: Final = RowTable(
    "package_grants",
    (
        "id", "kind", "owner", "package_id", "order_id", "line", "name", "units", "currency",
        "services", "transferable", "valid_until", "grace_until", "warn_at", "came_from", "gift",
        "session_minutes", "valid_from", "taxed_when_used",
    ),
    (
        "uuid", "text", "text", "uuid", "uuid", "integer", "text", "bigint", "text",
        "jsonb", "boolean", "timestamptz", "timestamptz", "timestamptz", "uuid", "jsonb",
        "integer", "timestamptz", "boolean",
    ),
)  # fmt: skip
GRANT_STATES: Final = StateTable(
    "package_grants",
    "id",
    "status",
    {
        "valid_until": "timestamptz",
        "grace_until": "timestamptz",
        "warn_at": "timestamptz",
        "warned_at": "timestamptz",
        "given_at": "timestamptz",
        "frozen_at": "timestamptz",
        "code_hash": "bytea",
    },
    {
        "active": ("frozen", "expired"),
        "frozen": ("active",),
        "expired": ("active",),  # staff give it more time
    },
)
