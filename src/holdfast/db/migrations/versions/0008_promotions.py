"""Coupon campaigns and coupons."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOW = sa.func.clock_timestamp()
TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "coupon_campaigns",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False, comment="whole percent, or minor units"),
        sa.Column("cap", sa.BigInteger, comment="the most a percentage comes to, minor units"),
        sa.Column("minimum", sa.BigInteger, nullable=False, comment="of the discounted lines' sum"),
        sa.Column(
            "currency", sa.Text, comment="of the amounts; none: a percentage of any currency"
        ),
        sa.Column("scope", JSONB, comment="product ids; none: all products"),
        sa.Column("quantity", sa.BigInteger, nullable=False),
        sa.Column("per_customer", sa.Integer, nullable=False, server_default="1"),
        sa.Column("opens_at", TIME, nullable=False),
        sa.Column("closes_at", TIME),
        sa.Column("valid_days", sa.Integer, nullable=False, server_default="30"),
        sa.Column("created_at", TIME, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name="pk_coupon_campaigns"),
        sa.CheckConstraint(
            "CASE rule WHEN 'percent' THEN value BETWEEN 1 AND 100"
            " WHEN 'fixed' THEN value > 0 AND cap IS NULL ELSE false END",
            name="rule",
        ),
        sa.CheckConstraint("cap > 0", name="cap"),
        sa.CheckConstraint("minimum >= 0", name="minimum"),
        sa.CheckConstraint(
            "currency IS NOT NULL OR rule = 'percent' AND cap IS NULL AND minimum = 0",
            name="currency",
        ),
        sa.CheckConstraint("quantity > 0", name="quantity"),
        sa.CheckConstraint("per_customer > 0", name="per_customer"),
        sa.CheckConstraint("opens_at < closes_at", name="window"),
        sa.CheckConstraint("valid_days > 0", name="valid_days"),
    )
    op.create_table(
        "coupons",
        sa.Column("id", sa.Uuid, nullable=False),
        sa.Column("campaign_id", sa.Uuid, nullable=False),
        sa.Column("owner", sa.Text, nullable=False),
        sa.Column("issued_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_coupons"),
        sa.CheckConstraint("issued_at < expires_at", name="life"),
    )
    op.create_index("ix_coupons_owner", "coupons", ["owner", "id"])
    op.create_index("ix_coupons_campaign_id", "coupons", ["campaign_id", "owner", "id"])


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")
