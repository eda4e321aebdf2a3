"""Campaigns, the coupons given out, and promotions. How many are left, and whether a coupon is
free, held or used, is the ledger's to say (see ``keys.py``). Rows are riders of ledger commands."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable


def _discount_columns() -> list[sa.schema.SchemaItem]:
    """What campaigns and promotions share."""
    return [
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False, comment="percent, minor units, or units"),
        sa.Column("cap", sa.BigInteger, comment="the most a percentage comes to, minor units"),
        sa.Column("minimum", sa.BigInteger, nullable=False, comment="of the discounted lines' sum"),
        sa.Column("currency", sa.Text, comment="of the amounts; none: a rule without amounts"),
        sa.Column("scope", pg.JSONB, comment="product ids; none: all products"),
        sa.Column("categories", pg.JSONB, comment="and what is in these; none: as scope says"),
        sa.Column("sellers", pg.JSONB, comment="of these sellers only; none: of all"),
        sa.Column("stackable", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column(
            "translations",
            pg.JSONB,
            nullable=False,
            server_default="{}",
            comment="its name by language",
        ),
        sa.CheckConstraint(
            "CASE rule WHEN 'percent' THEN value BETWEEN 1 AND 100"
            " WHEN 'fixed' THEN value > 0 AND cap IS NULL"
            " WHEN 'nth-free' THEN value BETWEEN 2 AND 100 AND cap IS NULL"
            " WHEN 'set-percent' THEN value BETWEEN 1 AND 100 AND cap IS NULL"
            " WHEN 'set-fixed' THEN value > 0 AND cap IS NULL"
            " WHEN 'free-shipping' THEN value = 0 AND cap IS NULL ELSE false END",
            name="rule",
        ),
        sa.CheckConstraint("cap > 0", name="cap"),
        sa.CheckConstraint("minimum >= 0", name="minimum"),
        sa.CheckConstraint(
            "currency IS NOT NULL"
            " OR rule NOT IN ('fixed', 'set-fixed') AND cap IS NULL AND minimum = 0",
            name="currency",
        ),
    ]


coupon_campaigns = sa.Table(
    "coupon_campaigns",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    *_discount_columns(),
    sa.Column("quantity", sa.BigInteger, nullable=False),
    sa.Column("per_customer", sa.Integer, nullable=False, server_default="1"),
    sa.Column("opens_at", TIME, nullable=False),
    sa.Column("closes_at", TIME),
    sa.Column("valid_days", sa.Integer, nullable=False, server_default="30"),
    sa.Column(
        "thanks",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="the shop gives its coupons: nobody can ask for one",
    ),
    written_at("created_at"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("per_customer > 0", name="per_customer"),
    sa.CheckConstraint("opens_at < closes_at", name="window"),
    sa.CheckConstraint("valid_days > 0", name="valid_days"),
)

promotions = sa.Table(
    "promotions",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    *_discount_columns(),
    sa.Column("code", sa.Text, comment="in capitals; none: automatic"),
    sa.Column("quantity", sa.BigInteger, comment="uses in all; none: without bound"),
    sa.Column("per_customer", sa.Integer, comment="uses of one customer; none: without bound"),
    sa.Column(
        "first_order",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="for who has paid for nothing here yet",
    ),
    sa.Column("groups", pg.JSONB, comment="for customers in these groups; none: for all"),
    sa.Column("opens_at", TIME, nullable=False),
    sa.Column("closes_at", TIME),
    written_at("created_at"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint("per_customer > 0", name="per_customer"),
    sa.CheckConstraint("opens_at < closes_at", name="window"),
)


def _ends(name: str, of: str) -> sa.Table:
    """A row for each that staff ended early: its own row never changes."""
    return sa.Table(
        name,
        metadata,
        sa.Column(of, sa.Uuid, primary_key=True),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )


coupon_campaign_ends = _ends("coupon_campaign_ends", "campaign_id")
promotion_ends = _ends("promotion_ends", "promotion_id")

# No foreign key to campaigns: none is ever deleted, and every coupon of a stampede would lock the
# one row of its campaign.
coupons = sa.Table(
    "coupons",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("campaign_id", sa.Uuid, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("issued_at", TIME, nullable=False),
    sa.Column("expires_at", TIME, nullable=False),
    sa.CheckConstraint("issued_at < expires_at", name="life"),
    sa.Index("ix_coupons_owner", "owner", "id"),
    sa.Index("ix_coupons_campaign_id", "campaign_id", "owner", "id"),
)

_DISCOUNT: Final = (
    "name", "rule", "value", "cap", "minimum", "currency", "scope", "categories", "sellers",
    "stackable", "translations",
)  # fmt: skip
_DISCOUNT_TYPES: Final = (
    "text", "text", "bigint", "bigint", "bigint", "text", "jsonb", "jsonb", "jsonb", "boolean",
    "jsonb",
)  # fmt: skip
CAMPAIGNS: Final = RowTable(
    "coupon_campaigns",
    ("id", *_DISCOUNT, "quantity", "per_customer", "opens_at", "closes_at", "valid_days",
     "thanks"),
    ("uuid", *_DISCOUNT_TYPES, "bigint", "integer", "timestamptz", "timestamptz", "integer",
     "boolean"),
)  # fmt: skip
PROMOTIONS: Final = RowTable(
    "promotions",
    ("id", *_DISCOUNT, "code", "quantity", "per_customer", "opens_at", "closes_at", "first_order",
     "groups"),
    ("uuid", *_DISCOUNT_TYPES, "text", "bigint", "integer", "timestamptz", "timestamptz",
     "boolean", "jsonb"),
)  # fmt: skip
CAMPAIGN_ENDS: Final = RowTable(
    "coupon_campaign_ends",
    ("campaign_id", "at", "actor", "reason"),
    ("uuid", "timestamptz", "text", "text"),
)
PROMOTION_ENDS: Final = RowTable(
    "promotion_ends",
    ("promotion_id", "at", "actor", "reason"),
    ("uuid", "timestamptz", "text", "text"),
)
COUPONS: Final = RowTable(
    "coupons",
    ("id", "campaign_id", "owner", "issued_at", "expires_at"),
    ("uuid", "uuid", "text", "timestamptz", "timestamptz"),
)
