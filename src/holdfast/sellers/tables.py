"""A row for each seller, and one for each person who works for it; what of each order is whose, and
the rules and payouts of their money."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

sellers = sa.Table(
    "sellers",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False, server_default=""),
    sa.Column("logo", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("standing", sa.Text, nullable=False, server_default="approved"),
    sa.Column("note", sa.Text, nullable=False, server_default="", comment="why it stands so"),
    sa.Column(
        "abouts",
        JSONB,
        nullable=False,
        server_default="{}",
        comment="what it says of itself, by language",
    ),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    written_at("created_at"),
    sa.Column("key", sa.Text, unique=True),
    sa.CheckConstraint(
        "standing IN ('applied', 'approved', 'refused', 'suspended', 'leaving', 'closed')",
        name="standing",
    ),
)

# Of sellers who are suspended, or paused: what was on sale, and will be again.
products_put_off = sa.Table(
    "products_put_off",
    metadata,
    sa.Column("product_id", sa.Uuid, primary_key=True),
    sa.Column("seller_id", sa.Uuid, nullable=False, index=True),
    sa.Column(
        "by_seller",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="they paused; else the shop suspended them",
    ),
)
seller_people = sa.Table(
    "seller_people",
    metadata,
    sa.Column(
        "seller_id", sa.Uuid, sa.ForeignKey("sellers.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("user_id", sa.Uuid, primary_key=True, index=True),
)

# Rules are added, never changed: a later one of the same scope takes the place of an earlier.
commission_rules = sa.Table(
    "commission_rules",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("seller_id", sa.Uuid, comment="none: of any seller"),
    sa.Column("category_id", sa.Uuid, comment="it and those below; none: any"),
    sa.Column("rate", sa.Integer, comment="thousandths of a percent; none: no rule from then on"),
    sa.Column("fixed", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("currency", sa.Text, comment="of what is fixed"),
    sa.Column("begins_at", TIME, nullable=False),
    written_at("made_at"),
    sa.Column("key", sa.Text, unique=True),
    sa.CheckConstraint("rate BETWEEN 0 AND 100000", name="rate"),
    sa.CheckConstraint("fixed >= 0", name="fixed"),
    sa.CheckConstraint("fixed = 0 OR currency IS NOT NULL", name="currency"),
)
# What one seller has of one order. ``gross`` is what is kept of the price of their lines,
# ``commission`` the shop's part of it, as they stand on the seller's account.
suborders = sa.Table(
    "suborders",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("seller_id", sa.Uuid, nullable=False),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="sold"),
    sa.Column("gross", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("commission", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column(
        "disputed",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="what banks took back of it; no part of gross",
    ),
    sa.Column("sold_at", TIME, nullable=False),
    sa.Column("earned_at", TIME),
    sa.CheckConstraint("status IN ('sold', 'earned')", name="status"),
    sa.CheckConstraint("(status = 'earned') = (earned_at IS NOT NULL)", name="earned_at"),
    sa.CheckConstraint("commission BETWEEN 0 AND gross", name="commission"),
    sa.CheckConstraint("disputed >= 0", name="disputed"),
    sa.Index("uq_suborders_order_id", "order_id", "seller_id", unique=True),
    sa.Index("ix_suborders_seller_id", "seller_id", "order_id"),
    sa.Index("ix_suborders_earned_at", "seller_id", "currency", "earned_at"),
)
suborder_lines = sa.Table(
    "suborder_lines",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("suborder_id", sa.Uuid, nullable=False),
    sa.Column("rule_id", sa.Uuid, comment="that it was sold under; none: without commission"),
    sa.Column("rate", sa.Integer, nullable=False),
    sa.Column("fixed", sa.BigInteger, nullable=False),
)
payouts = sa.Table(
    "payouts",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("seller_id", sa.Uuid),
    sa.Column("resource_id", sa.Uuid, comment="whose it is, if not a seller's"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("amount", sa.BigInteger, nullable=False),
    sa.Column("status", sa.Text, nullable=False, server_default="proposed"),
    sa.Column("reference", sa.Text, comment="of the transfer, as staff wrote it"),
    sa.Column("reason", sa.Text, comment="why it failed, or was refused"),
    written_at("made_at"),
    sa.Column("settled_at", TIME),
    sa.Column("provider", sa.Text, comment="that was asked to send it; none: staff do"),
    sa.Column("account", sa.Text, comment="where it was asked to send it"),
    sa.CheckConstraint("num_nonnulls(seller_id, resource_id) = 1", name="holder"),
    sa.CheckConstraint("amount > 0", name="amount"),
    sa.CheckConstraint(
        "status IN ('proposed', 'sending', 'refused', 'paid', 'failed')", name="status"
    ),
    sa.CheckConstraint(
        "(status IN ('proposed', 'sending', 'refused')) = (settled_at IS NULL)", name="settled_at"
    ),
    sa.CheckConstraint("(provider IS NULL) = (account IS NULL)", name="provider"),
    sa.Index("ix_payouts_seller_id", "seller_id", "id"),
    sa.Index(
        "ix_payouts_resource_id",
        "resource_id",
        "id",
        postgresql_where=sa.text("resource_id IS NOT NULL"),
    ),
    sa.Index("ix_payouts_status", "status", "id"),
    sa.Index("ix_payouts_made_at", "made_at"),
)

payout_accounts = sa.Table(
    "payout_accounts",
    metadata,
    sa.Column("holder_id", sa.Uuid, primary_key=True),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("account", sa.Text, comment="as an earlier version kept it, until it is sealed"),
    sa.Column("sealed", sa.LargeBinary, comment="how it is addressed, under the shop's secret"),
    written_at("set_at"),
    sa.CheckConstraint("num_nonnulls(account, sealed) = 1", name="sealed"),
)

PAYOUTS: Final = RowTable(
    "payouts",
    ("id", "seller_id", "resource_id", "currency", "amount"),
    ("uuid", "uuid", "uuid", "text", "bigint"),
)
PAYOUT_STATES: Final = StateTable(
    "payouts",
    "id",
    "status",
    {
        "reference": "text",
        "reason": "text",
        "settled_at": "timestamptz",
        "provider": "text",
        "account": "text",
    },
    {
        "proposed": ("sending", "paid", "failed"),
        # A provider is asked: what staff would do now might be done twice.
        "sending": ("paid", "refused"),
        "refused": ("sending", "paid", "failed"),
        "paid": ("failed",),  # a bank may send it back
        "failed": (),
    },
)
SELLER_STATES: Final = StateTable(
    "sellers",
    "id",
    "standing",
    {},
    {
        "applied": ("approved", "refused"),
        "refused": ("approved",),
        "approved": ("suspended", "leaving"),
        "suspended": ("approved", "leaving"),
        "leaving": ("approved", "closed"),
        "closed": (),
    },
)
SUBORDER_STATES: Final = StateTable(
    "suborders",
    "id",
    "status",
    {"gross": "bigint", "commission": "bigint", "disputed": "bigint", "earned_at": "timestamptz"},
    {"sold": ("earned",), "earned": ()},
)
