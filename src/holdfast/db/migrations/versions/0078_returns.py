"""What buyers send back, with what came of each line."""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE returns (
        id uuid NOT NULL, order_id uuid NOT NULL, number integer NOT NULL,
        status text NOT NULL DEFAULT 'requested', note text NOT NULL DEFAULT '',
        by_rule boolean NOT NULL, answer text, refunded bigint, delivery bigint, deducted bigint,
        deduction text, made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        decided_at timestamptz, received_at timestamptz, ended_at timestamptz,
        CONSTRAINT pk_returns PRIMARY KEY (id),
        CONSTRAINT ck_returns_number CHECK (number > 0),
        CONSTRAINT ck_returns_status CHECK (status IN (
            'requested', 'approved', 'refused', 'received', 'inspected', 'cancelled')),
        CONSTRAINT ck_returns_refunded CHECK (refunded >= 0),
        CONSTRAINT ck_returns_deducted CHECK (deducted >= 0),
        CONSTRAINT ck_returns_inspected CHECK (
            (refunded IS NOT NULL) = (status = 'inspected'))
    )
    """,
    "CREATE UNIQUE INDEX uq_returns_order_id ON returns (order_id, number)",
    """
    CREATE INDEX ix_returns_open ON returns (id)
    WHERE status IN ('requested', 'approved', 'received')
    """,
    "COMMENT ON COLUMN returns.number IS 'its place in the order, from 1'",
    "COMMENT ON COLUMN returns.note IS 'the buyer''s words'",
    "COMMENT ON COLUMN returns.by_rule IS 'approved by the shop''s rules alone'",
    "COMMENT ON COLUMN returns.answer IS 'staff''s words to the buyer: why not, or what to do'",
    "COMMENT ON COLUMN returns.refunded IS 'minor units; what went back for it'",
    "COMMENT ON COLUMN returns.delivery IS 'of that, what delivery had cost'",
    "COMMENT ON COLUMN returns.deducted IS 'minor units; taken off what was paid for it'",
    "COMMENT ON COLUMN returns.deduction IS 'why'",
    "COMMENT ON COLUMN returns.ended_at IS 'refused, cancelled or inspected'",
    """
    CREATE TABLE return_lines (
        return_id uuid NOT NULL, line smallint NOT NULL, quantity integer NOT NULL,
        reason text NOT NULL, restocked integer NOT NULL DEFAULT 0,
        written_off integer NOT NULL DEFAULT 0, fault text NOT NULL DEFAULT '',
        paid bigint NOT NULL DEFAULT 0,
        CONSTRAINT pk_return_lines PRIMARY KEY (return_id, line),
        CONSTRAINT ck_return_lines_quantity CHECK (quantity > 0),
        CONSTRAINT ck_return_lines_came CHECK (
            restocked >= 0 AND written_off >= 0 AND restocked + written_off <= quantity),
        CONSTRAINT ck_return_lines_paid CHECK (paid >= 0)
    )
    """,
    "COMMENT ON COLUMN return_lines.fault IS 'why written off'",
    "COMMENT ON COLUMN return_lines.paid IS 'what was paid for the units that came back'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
