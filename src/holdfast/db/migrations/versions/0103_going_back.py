"""How much of a payment is on its way back, or was refused: events that say it are not kept for
ever."""

from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE payments ADD COLUMN going_back bigint",
    "COMMENT ON COLUMN payments.going_back IS 'what of it is to go back, or was refused'",
    """
    UPDATE payments p SET going_back = (
        SELECT (e.data ->> 'amount')::bigint FROM events e
        WHERE e.subject = p.subject_id::text AND e.data ->> 'paymentId' = p.id::text
          AND e.type = CASE p.status WHEN 'refunding' THEN 'order.refund.begun'
              ELSE 'order.refund.failed' END
        ORDER BY e.era DESC, e.xid DESC, e.id DESC LIMIT 1)
    WHERE p.status IN ('refunding', 'refund-failed')
    """,
    """
    CREATE INDEX ix_payments_refused ON payments (subject_id) WHERE status = 'refund-failed'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
