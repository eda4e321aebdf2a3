"""Second factors of logins, recovery codes beside them, and logins that wait for a code."""

from alembic import op

revision = "0139"
down_revision = "0138"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE second_factors (
        user_id uuid NOT NULL,
        sealed bytea NOT NULL,
        begun_at timestamptz DEFAULT now() NOT NULL,
        confirmed_at timestamptz,
        used_step bigint,
        CONSTRAINT pk_second_factors PRIMARY KEY (user_id),
        CONSTRAINT fk_second_factors_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
        CONSTRAINT ck_second_factors_confirmed_by_a_code
            CHECK (confirmed_at IS NULL OR used_step IS NOT NULL)
    )
    """,
    "COMMENT ON COLUMN second_factors.sealed IS 'the app''s secret, under the shop''s'",
    "COMMENT ON COLUMN second_factors.confirmed_at IS 'asked for at logins since then'",
    "COMMENT ON COLUMN second_factors.used_step IS 'whose code was used last: none before is good'",
    """
    CREATE TABLE recovery_codes (
        user_id uuid NOT NULL,
        code_hash bytea NOT NULL,
        used_at timestamptz,
        CONSTRAINT pk_recovery_codes PRIMARY KEY (user_id, code_hash),
        CONSTRAINT fk_recovery_codes_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE login_steps (
        token_hash bytea NOT NULL,
        user_id uuid NOT NULL,
        expires_at timestamptz NOT NULL,
        tries integer DEFAULT 0 NOT NULL,
        CONSTRAINT pk_login_steps PRIMARY KEY (token_hash),
        CONSTRAINT fk_login_steps_user_id_users
            FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX ix_login_steps_user_id ON login_steps (user_id)",
    "CREATE INDEX ix_login_steps_expires_at ON login_steps (expires_at)",
)


def upgrade() -> None:
    """Make them."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Not offered: restore a backup instead."""
    raise NotImplementedError
