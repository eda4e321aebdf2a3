"""Charges of wallets by message, and the letters that could not be read."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE wallet_charges (
        payment_id uuid CONSTRAINT pk_wallet_charges PRIMARY KEY,
        order_id uuid NOT NULL,
        owner text NOT NULL,
        amount bigint NOT NULL,
        currency text NOT NULL,
        state text NOT NULL,
        reason text,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_wallet_charges_state
            CHECK (state IN ('paid', 'refused', 'refunded', 'called-off')),
        CONSTRAINT ck_wallet_charges_amount CHECK (amount > 0),
        CONSTRAINT ck_wallet_charges_reason CHECK ((reason IS NOT NULL) = (state = 'refused'))
    ) WITH (fillfactor = 80)
    """,
    "COMMENT ON COLUMN wallet_charges.reason IS 'why it was refused'",
    """
    CREATE TABLE dead_letters (
        id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_dead_letters PRIMARY KEY,
        queue text NOT NULL,
        message text NOT NULL,
        body bytea NOT NULL,
        seal text NOT NULL,
        reason text NOT NULL,
        at timestamptz NOT NULL DEFAULT clock_timestamp(),
        again boolean NOT NULL DEFAULT false
    )
    """,
    "COMMENT ON COLUMN dead_letters.again IS 'to be read once more'",
    "CREATE INDEX ix_dead_letters_queue ON dead_letters (queue, id)",
    "CREATE INDEX ix_dead_letters_again ON dead_letters (id) WHERE again",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
