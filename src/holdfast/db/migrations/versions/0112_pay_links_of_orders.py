"""Any order may have a pay link; it can be shown again and taken back."""

from alembic import op

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE pay_links ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid()",
    "ALTER TABLE pay_links ALTER COLUMN id DROP DEFAULT",
    "COMMENT ON COLUMN pay_links.id IS 'its token is made of it'",
    "ALTER TABLE pay_links DROP CONSTRAINT pk_pay_links",
    "ALTER TABLE pay_links ADD CONSTRAINT pk_pay_links PRIMARY KEY (id)",
    "CREATE UNIQUE INDEX uq_pay_links_token_hash ON pay_links (token_hash)",
    "ALTER TABLE pay_links ALTER COLUMN booking_id DROP NOT NULL",
    "COMMENT ON COLUMN pay_links.booking_id IS 'what the order is for, if it is one'",
    "ALTER TABLE pay_links ADD COLUMN revoked_at timestamptz",
    # When a link ends is its order's to say: the hold does.
    "ALTER TABLE pay_links DROP COLUMN ends_at",
    "DROP INDEX uq_pay_links_order_id",
    """
    CREATE UNIQUE INDEX uq_pay_links_order_id ON pay_links (order_id)
    WHERE revoked_at IS NULL
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
