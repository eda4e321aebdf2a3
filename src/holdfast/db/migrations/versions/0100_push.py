"""Words to people go by push, too: whose browsers take them, and by which channel each went."""

from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE push_subscriptions (
        id UUID NOT NULL,
        owner TEXT NOT NULL,
        endpoint TEXT NOT NULL,
        p256dh TEXT NOT NULL,
        auth TEXT NOT NULL,
        session BYTEA,
        unanswered_since TIMESTAMP WITH TIME ZONE,
        created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        CONSTRAINT pk_push_subscriptions PRIMARY KEY (id),
        CONSTRAINT uq_push_subscriptions_endpoint UNIQUE (endpoint),
        CONSTRAINT fk_push_subscriptions_session_sessions FOREIGN KEY (session)
            REFERENCES sessions (token_hash) ON DELETE CASCADE
    )
    """,
    "COMMENT ON TABLE push_subscriptions IS 'browsers that show what their person is told'",
    "COMMENT ON COLUMN push_subscriptions.session IS 'in which it was made: both end together'",
    "COMMENT ON COLUMN push_subscriptions.unanswered_since IS 'nobody was there since'",
    "CREATE INDEX ix_push_subscriptions_owner ON push_subscriptions (owner, created_at)",
    "CREATE INDEX ix_push_subscriptions_session ON push_subscriptions (session)",
    "ALTER TABLE mails ADD COLUMN channel TEXT DEFAULT 'mail' NOT NULL",
    "ALTER TABLE mails ADD CONSTRAINT ck_mails_channel CHECK (channel IN ('mail', 'push'))",
    "ALTER TABLE mail_refusals ADD COLUMN channel TEXT DEFAULT 'mail' NOT NULL",
    "ALTER TABLE mail_refusals DROP CONSTRAINT pk_mail_refusals",
    """
    ALTER TABLE mail_refusals
        ADD CONSTRAINT pk_mail_refusals PRIMARY KEY (owner, kind, channel)
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
