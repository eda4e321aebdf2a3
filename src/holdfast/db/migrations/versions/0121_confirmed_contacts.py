"""Requests of bookings go by confirmed contacts, where the studio says so; codes confirm them."""

from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE contact_codes (
        owner text NOT NULL,
        email text NOT NULL,
        code_id uuid NOT NULL,
        tries integer DEFAULT 0 NOT NULL,
        asked_at timestamptz DEFAULT now() NOT NULL,
        confirmed_at timestamptz,
        CONSTRAINT pk_contact_codes PRIMARY KEY (owner),
        CONSTRAINT uq_contact_codes_code_id UNIQUE (code_id),
        CONSTRAINT ck_contact_codes_email_lower CHECK (email = lower(email))
    )
    """,
    "CREATE INDEX ix_contact_codes_asked_at ON contact_codes (asked_at)",
    "COMMENT ON COLUMN contact_codes.owner IS 'whoever shows that mail reaches them'",
    "COMMENT ON COLUMN contact_codes.code_id IS 'what the code is made of'",
    "COMMENT ON COLUMN contact_codes.confirmed_at IS 'of a guest: theirs since then'",
    "ALTER TABLE studio_rules ADD COLUMN requests jsonb NOT NULL DEFAULT '{}'",
    """
    COMMENT ON COLUMN studio_rules.requests IS 'what a booking on request takes of who asks'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
