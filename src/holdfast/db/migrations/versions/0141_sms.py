"""People are told by SMS, too: whose number it is, the codes that say so, and what went."""

from alembic import op

revision = "0141"
down_revision = "0140"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE sms_numbers (
        owner TEXT NOT NULL,
        number TEXT NOT NULL,
        confirmed_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        CONSTRAINT pk_sms_numbers PRIMARY KEY (owner),
        CONSTRAINT uq_sms_numbers_number UNIQUE (number)
    )
    """,
    "COMMENT ON TABLE sms_numbers IS 'whose number it is, as a code that went there showed'",
    """
    CREATE TABLE sms_codes (
        owner TEXT NOT NULL,
        number TEXT NOT NULL,
        code_id UUID NOT NULL,
        tries INTEGER DEFAULT '0' NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
        day DATE NOT NULL,
        asked INTEGER NOT NULL,
        CONSTRAINT pk_sms_codes PRIMARY KEY (owner),
        CONSTRAINT uq_sms_codes_code_id UNIQUE (code_id)
    )
    """,
    "COMMENT ON TABLE sms_codes IS 'with which somebody says that a number is theirs, once'",
    "COMMENT ON COLUMN sms_codes.code_id IS 'what the code is made of'",
    "COMMENT ON COLUMN sms_codes.asked IS 'that day'",
    """
    CREATE TABLE sms_sent_to (
        number TEXT NOT NULL,
        day DATE NOT NULL,
        sent INTEGER DEFAULT '0' NOT NULL,
        stopped TEXT DEFAULT '' NOT NULL,
        CONSTRAINT pk_sms_sent_to PRIMARY KEY (number),
        CONSTRAINT ck_sms_sent_to_stopped CHECK (stopped IN ('', 'opted-out', 'invalid')),
        CONSTRAINT ck_sms_sent_to_sent CHECK (sent >= 0)
    )
    """,
    "COMMENT ON COLUMN sms_sent_to.sent IS 'that day'",
    "COMMENT ON COLUMN sms_sent_to.stopped IS 'why nothing goes there any more'",
    """
    CREATE TABLE sms_days (
        day DATE NOT NULL,
        sent INTEGER NOT NULL,
        codes INTEGER NOT NULL,
        reached_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_sms_days PRIMARY KEY (day),
        CONSTRAINT ck_sms_days_counts CHECK (sent >= 0 AND codes >= 0)
    )
    """,
    "COMMENT ON TABLE sms_days IS 'how many went, by day of UTC'",
    "COMMENT ON COLUMN sms_days.reached_at IS 'when staff were told that no more go'",
    "ALTER TABLE mails DROP CONSTRAINT ck_mails_channel",
    """
    ALTER TABLE mails ADD CONSTRAINT ck_mails_channel
        CHECK (channel IN ('mail', 'push', 'telegram', 'sms'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
