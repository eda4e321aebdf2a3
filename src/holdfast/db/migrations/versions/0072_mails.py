"""The log of mails, and templates that a merchant changed."""

from alembic import op

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

_OPEN = "status IN ('waiting', 'sending', 'handing')"
STATEMENTS = (
    """
    CREATE TABLE mails (
        id uuid NOT NULL, event text NOT NULL, kind text NOT NULL, subject_id text NOT NULL,
        owner text NOT NULL, address text NOT NULL, name text NOT NULL, locale text NOT NULL,
        said jsonb NOT NULL, status text NOT NULL, title text NOT NULL DEFAULT '',
        tries integer NOT NULL DEFAULT 0, doubts integer NOT NULL DEFAULT 0,
        error text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        due_at timestamptz NOT NULL, late_at timestamptz NOT NULL,
        claim uuid, ended_at timestamptz,
        CONSTRAINT pk_mails PRIMARY KEY (id),
        CONSTRAINT ck_mails_status CHECK (
            status IN ('waiting', 'sending', 'handing', 'sent', 'dead', 'dropped')),
        CONSTRAINT ck_mails_counts CHECK (tries >= 0 AND doubts >= 0)
    )
    """,
    "COMMENT ON COLUMN mails.id IS 'made of event, kind and address'",
    "COMMENT ON COLUMN mails.event IS 'its type, and its place in the log'",
    "COMMENT ON COLUMN mails.subject_id IS 'what it is about'",
    "COMMENT ON COLUMN mails.owner IS 'whose that is'",
    "COMMENT ON COLUMN mails.name IS 'of the person'",
    "COMMENT ON COLUMN mails.said IS 'what its template is filled with'",
    "COMMENT ON COLUMN mails.title IS 'as it was sent'",
    "COMMENT ON COLUMN mails.due_at IS 'when it is looked at next'",
    "COMMENT ON COLUMN mails.late_at IS 'from when on it is of no use'",
    "COMMENT ON COLUMN mails.claim IS 'of the try under way'",
    "COMMENT ON COLUMN mails.ended_at IS 'sent, given up, or not to be sent'",
    f"CREATE INDEX ix_mails_due ON mails (due_at) WHERE {_OPEN}",
    "CREATE INDEX ix_mails_dead ON mails (ended_at, id) WHERE status = 'dead'",
    "CREATE INDEX ix_mails_created_at ON mails (created_at, id)",
    "CREATE INDEX ix_mails_address ON mails (address, created_at)",
    "CREATE INDEX ix_mails_owner ON mails (owner, created_at)",
    """
    CREATE TABLE mail_templates (
        kind text NOT NULL, locale text NOT NULL, text text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_mail_templates PRIMARY KEY (kind, locale)
    )
    """,
    "COMMENT ON COLUMN mail_templates.text IS 'in place of the file that comes with us'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
