"""Questions about products, which shoppers ask for all to read."""

from alembic import op

revision = "0170"
down_revision = "0169"
branch_labels = None
depends_on = None

_SHOWS = "removed_at IS NULL AND hidden_at IS NULL"
STATEMENTS = (
    """
    CREATE TABLE questions (
        id uuid NOT NULL,
        author uuid NOT NULL,
        text text NOT NULL DEFAULT '',
        version bigint NOT NULL DEFAULT 1,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        removed_at timestamptz,
        looked_at timestamptz,
        hidden_at timestamptz,
        hidden_by text,
        hidden_reason text,
        reply text NOT NULL DEFAULT '',
        replied_at timestamptz,
        replied_by text,
        product_id uuid NOT NULL,
        CONSTRAINT pk_questions PRIMARY KEY (id),
        CONSTRAINT ck_questions_reply CHECK (
            (reply = '') = (replied_at IS NULL) AND (reply = '') = (replied_by IS NULL)),
        CONSTRAINT ck_questions_hidden CHECK (
            (hidden_at IS NULL) = (hidden_by IS NULL)
            AND (hidden_at IS NULL) = (hidden_reason IS NULL))
    )
    """,
    "COMMENT ON COLUMN questions.author IS 'a user''s id'",
    "COMMENT ON COLUMN questions.version IS 'of what it says'",
    "COMMENT ON COLUMN questions.looked_at IS 'when staff last looked at what it says now'",
    "COMMENT ON COLUMN questions.reply IS 'by whom it is of'",
    """
    CREATE UNIQUE INDEX uq_questions_waiting ON questions (author, product_id)
    WHERE removed_at IS NULL AND reply = ''
    """,
    "CREATE INDEX ix_questions_author ON questions (author, created_at)",
    f"""
    CREATE INDEX ix_questions_shown ON questions (product_id, (reply <> ''), created_at, id)
    WHERE {_SHOWS}
    """,
    "CREATE INDEX ix_questions_changed ON questions (changed_at, id) WHERE removed_at IS NULL",
    """
    CREATE INDEX ix_questions_new ON questions (changed_at, id)
    WHERE removed_at IS NULL AND looked_at IS NULL
    """,
    """
    CREATE INDEX ix_questions_hidden ON questions (changed_at, id)
    WHERE removed_at IS NULL AND hidden_at IS NOT NULL
    """,
    f"""
    CREATE INDEX ix_questions_unanswered ON questions (changed_at, id)
    WHERE {_SHOWS} AND reply = ''
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
