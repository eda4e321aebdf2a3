"""Paid orders are edited: what is added is an order of its own, which the edit names."""

from alembic import op

revision = "0196"
down_revision = "0195"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE order_edits (
        id uuid CONSTRAINT pk_order_edits PRIMARY KEY,
        order_id uuid NOT NULL,
        added_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'open',
        off jsonb NOT NULL,
        due bigint NOT NULL,
        refunded bigint NOT NULL,
        whole boolean NOT NULL DEFAULT false,
        reason text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        CONSTRAINT ck_order_edits_status
            CHECK (status IN ('open', 'done', 'ended', 'undone')),
        CONSTRAINT ck_order_edits_sum
            CHECK (due >= 0 AND refunded >= 0 AND (due = 0 OR refunded = 0)),
        CONSTRAINT ck_order_edits_ended CHECK ((ended_at IS NULL) = (status = 'open'))
    )
    """,
    "COMMENT ON COLUMN order_edits.order_id IS 'the paid order that it changes'",
    "COMMENT ON COLUMN order_edits.added_id IS 'the order of the units that are added'",
    (
        "COMMENT ON COLUMN order_edits.off IS"
        " 'by line: units taken off, what was paid for them, what of it stays for the added'"
    ),
    "COMMENT ON COLUMN order_edits.due IS 'minor units; asked for it'",
    "COMMENT ON COLUMN order_edits.refunded IS 'minor units; too much at once'",
    "COMMENT ON COLUMN order_edits.whole IS 'with it nothing of the order is left to be sent'",
    "COMMENT ON COLUMN order_edits.reason IS 'why, in staff''s words'",
    "COMMENT ON COLUMN order_edits.made_by IS 'which of staff'",
    "COMMENT ON COLUMN order_edits.ended_at IS 'when it was done, or came to nothing'",
    "CREATE INDEX ix_order_edits_order_id ON order_edits (order_id, id)",
    "CREATE UNIQUE INDEX uq_order_edits_added_id ON order_edits (added_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
