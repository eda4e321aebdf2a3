"""What of a booking is a photographer's or a studio's, by which rule, and payouts to them."""

from alembic import op

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_shares (
        id uuid NOT NULL, booking_id uuid NOT NULL, resource_id uuid NOT NULL, part text NOT NULL,
        rate integer NOT NULL, among integer NOT NULL, currency text NOT NULL,
        status text NOT NULL DEFAULT 'agreed', amount bigint NOT NULL DEFAULT 0,
        noted_at timestamptz NOT NULL DEFAULT clock_timestamp(), earned_at timestamptz,
        CONSTRAINT pk_booking_shares PRIMARY KEY (id),
        CONSTRAINT ck_booking_shares_part CHECK (part IN ('photographer', 'studio')),
        CONSTRAINT ck_booking_shares_rate CHECK (rate BETWEEN 0 AND 10000 AND among >= 1),
        CONSTRAINT ck_booking_shares_amount CHECK (amount >= 0),
        CONSTRAINT ck_booking_shares_status CHECK (status IN ('agreed', 'earned')),
        CONSTRAINT ck_booking_shares_earned_at
            CHECK ((status = 'earned') = (earned_at IS NOT NULL))
    )
    """,
    "COMMENT ON COLUMN booking_shares.resource_id IS 'whose it is'",
    "COMMENT ON COLUMN booking_shares.rate IS 'basis points of what is kept'",
    "COMMENT ON COLUMN booking_shares.among IS 'so many share that in equal parts'",
    "COMMENT ON COLUMN booking_shares.amount IS 'on their account'",
    """
    CREATE UNIQUE INDEX uq_booking_shares_booking_id ON booking_shares (booking_id, resource_id)
    """,
    """
    CREATE INDEX ix_booking_shares_resource_id
    ON booking_shares (resource_id, currency, earned_at)
    """,
    "ALTER TABLE studio_rules ADD COLUMN shares jsonb NOT NULL DEFAULT '{}'",
    """
    COMMENT ON COLUMN studio_rules.shares IS 'of what is kept of a booking, in basis points'
    """,
    "ALTER TABLE payouts ADD COLUMN resource_id uuid",
    "COMMENT ON COLUMN payouts.resource_id IS 'whose it is, if not a seller''s'",
    "ALTER TABLE payouts ALTER COLUMN seller_id DROP NOT NULL",
    """
    ALTER TABLE payouts ADD CONSTRAINT ck_payouts_holder
    CHECK (num_nonnulls(seller_id, resource_id) = 1)
    """,
    """
    CREATE INDEX ix_payouts_resource_id ON payouts (resource_id, id)
    WHERE resource_id IS NOT NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
