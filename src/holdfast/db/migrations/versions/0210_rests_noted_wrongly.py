"""That a rest was paid by hand, and kept in cash, may have been noted wrongly."""

from alembic import op

revision = "0210"
down_revision = "0209"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE booking_dues DROP CONSTRAINT ck_booking_dues_status",
    """
    ALTER TABLE booking_dues ADD CONSTRAINT ck_booking_dues_status
        CHECK (status IN ('open', 'settled', 'dropped', 'not-paid'))
    """,
    "ALTER TABLE session_cash DROP CONSTRAINT ck_session_cash_status",
    """
    ALTER TABLE session_cash ADD CONSTRAINT ck_session_cash_status
        CHECK (status IN ('open', 'counted', 'taken-back'))
    """,
    """
    COMMENT ON COLUMN session_cash.status IS
        'counted: their account has less by it; taken-back: it was noted wrongly'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
