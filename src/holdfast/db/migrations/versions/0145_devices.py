"""People are told by the shop's app, too: whose phones have it."""

from alembic import op

revision = "0145"
down_revision = "0144"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE app_devices (
        id UUID NOT NULL,
        owner TEXT NOT NULL,
        token TEXT NOT NULL,
        name TEXT NOT NULL,
        session BYTEA NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        CONSTRAINT pk_app_devices PRIMARY KEY (id),
        CONSTRAINT uq_app_devices_token UNIQUE (token),
        CONSTRAINT fk_app_devices_session_sessions FOREIGN KEY (session)
            REFERENCES sessions (token_hash) ON DELETE CASCADE
    )
    """,
    "COMMENT ON TABLE app_devices IS 'phones whose app shows what their person is told'",
    "COMMENT ON COLUMN app_devices.token IS 'of Firebase Cloud Messaging'",
    "COMMENT ON COLUMN app_devices.name IS 'as the app calls the phone'",
    "COMMENT ON COLUMN app_devices.session IS 'in which it was registered: both end together'",
    "CREATE INDEX ix_app_devices_owner ON app_devices (owner, created_at)",
    "CREATE INDEX ix_app_devices_session ON app_devices (session)",
    "ALTER TABLE mails DROP CONSTRAINT ck_mails_channel",
    """
    ALTER TABLE mails ADD CONSTRAINT ck_mails_channel
        CHECK (channel IN ('mail', 'push', 'telegram', 'sms', 'app'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
