"""Who somebody is at login providers, and who has to log in by password once before it counts."""

from alembic import op

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE provider_identities (
        provider text,
        subject text,
        user_id uuid NOT NULL,
        email text NOT NULL,
        created_at timestamptz DEFAULT now() NOT NULL,
        CONSTRAINT pk_provider_identities PRIMARY KEY (provider, subject),
        CONSTRAINT uq_provider_identities_user_id UNIQUE (user_id, provider),
        CONSTRAINT fk_provider_identities_user_id_users FOREIGN KEY (user_id)
            REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    "COMMENT ON COLUMN provider_identities.subject IS 'theirs at the provider, for good'",
    "COMMENT ON COLUMN provider_identities.email IS 'as the provider said it then; or empty'",
    """
    CREATE TABLE waiting_identities (
        owner text,
        provider text NOT NULL,
        subject text NOT NULL,
        email text NOT NULL,
        user_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        CONSTRAINT pk_waiting_identities PRIMARY KEY (owner),
        CONSTRAINT fk_waiting_identities_user_id_users FOREIGN KEY (user_id)
            REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_waiting_identities_user_id ON waiting_identities (user_id)",
    "CREATE INDEX ix_waiting_identities_expires_at ON waiting_identities (expires_at)",
    "COMMENT ON COLUMN waiting_identities.owner IS 'the guest whom a provider knows'",
    """
    COMMENT ON COLUMN waiting_identities.user_id
    IS 'who has that address: connected when they log in by password'
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
