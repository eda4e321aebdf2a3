"""Photographers and studios hand over cash that clients paid them."""

from alembic import op

revision = "0183"
down_revision = "0182"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE cash_handed (
        id uuid NOT NULL,
        resource_id uuid NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        note text NOT NULL,
        noted_by text NOT NULL,
        noted_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_cash_handed PRIMARY KEY (id),
        CONSTRAINT ck_cash_handed_amount CHECK (amount > 0)
    )
    """,
    """COMMENT ON TABLE cash_handed IS
    'Cash that photographers and studios handed over to the shop'""",
    "COMMENT ON COLUMN cash_handed.amount IS 'minor units'",
    "CREATE INDEX ix_cash_handed_resource_id ON cash_handed (resource_id, currency)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
