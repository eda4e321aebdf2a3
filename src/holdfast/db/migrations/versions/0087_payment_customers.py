"""Whose cards a provider keeps, and the payments that may be made with them."""

from alembic import op

revision = "0087"
down_revision = "0086"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE payment_customers (
        owner text NOT NULL,
        provider text NOT NULL,
        reference text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_payment_customers PRIMARY KEY (owner, provider)
    )
    """,
    "COMMENT ON COLUMN payment_customers.reference IS 'as whom the provider knows them'",
    """
    CREATE TABLE payment_cards (
        payment_id uuid NOT NULL,
        owner text NOT NULL,
        save boolean NOT NULL,
        CONSTRAINT pk_payment_cards PRIMARY KEY (payment_id)
    )
    """,
    "COMMENT ON COLUMN payment_cards.owner IS 'whose cards it may be paid with'",
    "COMMENT ON COLUMN payment_cards.save IS 'whether they asked for its card to be kept'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
