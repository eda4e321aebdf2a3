"""Fraud: where orders came from, what was found of them, whom the shop always or never serves."""

from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE order_origins (
        order_id uuid NOT NULL, address text NOT NULL, device text NOT NULL,
        at timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_order_origins PRIMARY KEY (order_id)
    )
    """,
    "CREATE INDEX ix_order_origins_address ON order_origins (address, at)",
    "CREATE INDEX ix_order_origins_device ON order_origins (device, at)",
    "COMMENT ON COLUMN order_origins.address IS 'of the network'",
    "COMMENT ON COLUMN order_origins.device IS 'a digest of what its browser says it is'",
    """
    CREATE TABLE fraud_checks (
        order_id uuid NOT NULL, status text NOT NULL, verdict text NOT NULL,
        score integer NOT NULL, reasons jsonb NOT NULL, card text, card_country text,
        checked_at timestamptz DEFAULT clock_timestamp() NOT NULL,
        decided_at timestamptz, decided_by text, note text DEFAULT '' NOT NULL,
        outcome text, outcome_at timestamptz,
        CONSTRAINT pk_fraud_checks PRIMARY KEY (order_id),
        CONSTRAINT ck_fraud_checks_status
            CHECK (status IN ('passed', 'held', 'released', 'refused')),
        CONSTRAINT ck_fraud_checks_verdict CHECK (verdict IN ('pass', 'hold', 'refuse')),
        CONSTRAINT ck_fraud_checks_outcome CHECK (outcome IN ('good', 'fraud')),
        CONSTRAINT ck_fraud_checks_decided
            CHECK ((decided_at IS NULL) = (status IN ('passed', 'held')))
    )
    """,
    """
    CREATE INDEX ix_fraud_checks_card ON fraud_checks (card, checked_at) WHERE card <> ''
    """,
    "CREATE INDEX ix_fraud_checks_held ON fraud_checks (order_id) WHERE status = 'held'",
    """
    CREATE INDEX ix_fraud_checks_found ON fraud_checks (order_id) WHERE reasons <> '[]'::jsonb
    """,
    "COMMENT ON COLUMN fraud_checks.verdict IS 'what the rules came to'",
    "COMMENT ON COLUMN fraud_checks.card IS 'the provider''s fingerprint of it'",
    "COMMENT ON COLUMN fraud_checks.note IS 'why it was decided so'",
    "COMMENT ON COLUMN fraud_checks.outcome IS 'what it was in truth, as far as it is known'",
    """
    CREATE TABLE fraud_list (
        id uuid NOT NULL, kind text NOT NULL, value text NOT NULL, word text NOT NULL,
        note text DEFAULT '' NOT NULL, ends_at timestamptz, added_by text NOT NULL,
        added_at timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_fraud_list PRIMARY KEY (id),
        CONSTRAINT ck_fraud_list_kind
            CHECK (kind IN ('account', 'card', 'device', 'address', 'country')),
        CONSTRAINT ck_fraud_list_word CHECK (word IN ('allow', 'block'))
    )
    """,
    "CREATE UNIQUE INDEX uq_fraud_list_value ON fraud_list (kind, value)",
    "COMMENT ON COLUMN fraud_list.ends_at IS 'none: for good'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
