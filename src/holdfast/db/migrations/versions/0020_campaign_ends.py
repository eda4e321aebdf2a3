"""Campaigns that staff ended early; and a campaign's redeemed coupons are found by an index."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE coupon_campaign_ends (
        campaign_id uuid CONSTRAINT pk_coupon_campaign_ends PRIMARY KEY,
        at timestamptz NOT NULL,
        actor text NOT NULL,
        reason text NOT NULL
    )
    """,
    "CREATE INDEX ix_orders_coupon_id ON orders (coupon_id) WHERE coupon_id IS NOT NULL",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
