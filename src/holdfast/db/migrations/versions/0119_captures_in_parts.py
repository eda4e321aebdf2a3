"""What is set aside for an order is taken, or let go, part by part: a row each."""

from alembic import op

revision = "0119"
down_revision = "0118"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE capture_parts (
        id uuid NOT NULL,
        payment_id uuid NOT NULL,
        kind text NOT NULL,
        key text,
        amount bigint NOT NULL,
        state text NOT NULL,
        is_last boolean NOT NULL,
        at timestamptz DEFAULT clock_timestamp() NOT NULL,
        CONSTRAINT pk_capture_parts PRIMARY KEY (id),
        CONSTRAINT ck_capture_parts_kind CHECK (kind IN ('taken', 'released')),
        CONSTRAINT ck_capture_parts_state CHECK (state IN ('asked', 'done', 'refused')),
        CONSTRAINT ck_capture_parts_key CHECK ((key IS NOT NULL) = (kind = 'released')),
        CONSTRAINT ck_capture_parts_released CHECK (kind = 'taken' OR state = 'done'),
        CONSTRAINT ck_capture_parts_amount CHECK (amount >= 0)
    )
    """,
    "CREATE INDEX ix_capture_parts_payment_id ON capture_parts (payment_id)",
    """
    CREATE UNIQUE INDEX uq_capture_parts_key ON capture_parts (payment_id, key)
    WHERE key IS NOT NULL
    """,
    """
    CREATE UNIQUE INDEX uq_capture_parts_asked ON capture_parts (payment_id)
    WHERE state = 'asked'
    """,
    "COMMENT ON COLUMN capture_parts.key IS 'the refund that it is let go for'",
    "COMMENT ON COLUMN capture_parts.is_last IS 'nothing is set aside after it'",
    """
    INSERT INTO capture_parts (id, payment_id, kind, key, amount, state, is_last)
    SELECT c.payment_id, c.payment_id, CASE WHEN c.state = 'captured' THEN 'taken'
           ELSE 'released' END,
           CASE WHEN c.state = 'voided' THEN 'refund/' || c.payment_id END, p.amount, 'done', true
    FROM payment_captures c JOIN payments p ON p.id = c.payment_id
    WHERE c.state IN ('captured', 'voided')
    """,
    "ALTER TABLE payment_moves ADD COLUMN part_id uuid",
    """
    COMMENT ON COLUMN payment_moves.part_id IS
    'of what was set aside first, which part was taken'
    """,
    """
    UPDATE payment_moves m SET part_id = m.payment_id FROM payment_captures c
    WHERE c.payment_id = m.payment_id AND m.kind = 'captured'
    """,
    "DROP INDEX uq_payment_moves_captured",
    """
    CREATE UNIQUE INDEX uq_payment_moves_captured ON payment_moves (payment_id, part_id)
    NULLS NOT DISTINCT WHERE kind = 'captured'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
