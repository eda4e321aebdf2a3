"""A code that links a chat is that of the session in which it was made: both end together."""

from alembic import op

revision = "0147"
down_revision = "0146"
branch_labels = None
depends_on = None

STATEMENTS = (
    # Good for ten minutes; nobody knows in which session they were made.
    "DELETE FROM telegram_codes",
    """
    ALTER TABLE telegram_codes
        ADD COLUMN session BYTEA NOT NULL,
        ADD CONSTRAINT fk_telegram_codes_session_sessions FOREIGN KEY (session)
            REFERENCES sessions (token_hash) ON DELETE CASCADE
    """,
    "COMMENT ON COLUMN telegram_codes.session IS 'in which it was made: both end together'",
    "CREATE INDEX ix_telegram_codes_session ON telegram_codes (session)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
