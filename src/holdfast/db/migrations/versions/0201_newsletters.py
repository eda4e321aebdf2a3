"""Newsletters, and their mails as they are counted."""

from alembic import op

revision = "0201"
down_revision = "0200"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE newsletters (
        id uuid NOT NULL CONSTRAINT pk_newsletters PRIMARY KEY,
        texts jsonb NOT NULL,
        products jsonb NOT NULL DEFAULT '[]',
        group_id uuid,
        status text NOT NULL DEFAULT 'draft',
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        send_at timestamptz,
        begun_at timestamptz,
        ended_at timestamptz,
        reached uuid,
        written integer NOT NULL DEFAULT 0,
        counted jsonb,
        CONSTRAINT ck_newsletters_status CHECK (
            status IN ('draft', 'scheduled', 'sending', 'sent', 'stopped', 'discarded')),
        CONSTRAINT ck_newsletters_send_at CHECK (status <> 'scheduled' OR send_at IS NOT NULL),
        CONSTRAINT ck_newsletters_begun_at CHECK (
            (begun_at IS NOT NULL) = (status IN ('sending', 'sent', 'stopped'))),
        CONSTRAINT ck_newsletters_ended_at CHECK (
            (ended_at IS NOT NULL) = (status IN ('sent', 'stopped'))),
        CONSTRAINT ck_newsletters_written CHECK (written >= 0))
    """,
    """
    CREATE INDEX ix_newsletters_due ON newsletters (send_at)
    WHERE status IN ('scheduled', 'sending')
    """,
    "COMMENT ON COLUMN newsletters.texts IS 'title and text by language'",
    "COMMENT ON COLUMN newsletters.products IS 'its cards'",
    "COMMENT ON COLUMN newsletters.group_id IS 'goes to members of this group; none: to all'",
    "COMMENT ON COLUMN newsletters.send_at IS 'when it is to begin'",
    "COMMENT ON COLUMN newsletters.begun_at IS 'who subscribed after that does not get it'",
    "COMMENT ON COLUMN newsletters.reached IS 'the subscriber up to whom it was written'",
    "COMMENT ON COLUMN newsletters.written IS 'so many mails'",
    "COMMENT ON COLUMN newsletters.counted IS 'what came of its mails, as they ended'",
    """
    CREATE INDEX ix_mails_newsletter ON mails (subject_id, status)
    WHERE kind = 'newsletter'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
