"""Money that is set aside until its order is sent."""

from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE payment_captures (
        payment_id uuid NOT NULL,
        state text NOT NULL,
        ends_at timestamptz,
        detail text NOT NULL,
        CONSTRAINT pk_payment_captures PRIMARY KEY (payment_id),
        CONSTRAINT ck_payment_captures_state
            CHECK (state IN ('held', 'captured', 'voided', 'refused'))
    )
    """,
    "COMMENT ON COLUMN payment_captures.ends_at IS 'when the provider lets the money go'",
    "COMMENT ON COLUMN payment_captures.detail IS 'why the provider did not give the money'",
    """
    CREATE INDEX ix_payment_captures_open ON payment_captures (payment_id)
    WHERE state IN ('held', 'refused')
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
