"""People are told by Telegram, too: whose chat it is, and the codes that say so."""

from alembic import op

revision = "0138"
down_revision = "0137"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE telegram_chats (
        id UUID NOT NULL,
        owner TEXT NOT NULL,
        chat BIGINT NOT NULL,
        name TEXT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        CONSTRAINT pk_telegram_chats PRIMARY KEY (id),
        CONSTRAINT uq_telegram_chats_owner UNIQUE (owner),
        CONSTRAINT uq_telegram_chats_chat UNIQUE (chat)
    )
    """,
    "COMMENT ON TABLE telegram_chats IS 'whose chat with the bot it is'",
    "COMMENT ON COLUMN telegram_chats.name IS 'as Telegram calls them'",
    """
    CREATE TABLE telegram_codes (
        owner TEXT NOT NULL,
        code_hash BYTEA NOT NULL,
        expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_telegram_codes PRIMARY KEY (owner),
        CONSTRAINT uq_telegram_codes_code_hash UNIQUE (code_hash)
    )
    """,
    "COMMENT ON TABLE telegram_codes IS 'with which a chat says whose it is, once'",
    "ALTER TABLE mails DROP CONSTRAINT ck_mails_channel",
    """
    ALTER TABLE mails ADD CONSTRAINT ck_mails_channel
        CHECK (channel IN ('mail', 'push', 'telegram'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
