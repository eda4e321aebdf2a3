"""Who gets mail at the address of an account has said so, by a link that went there."""

from alembic import op

revision = "0115"
down_revision = "0114"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE users ADD COLUMN email_verified_at timestamptz",
    "COMMENT ON COLUMN users.email_verified_at IS 'when a link that went there was opened'",
    "ALTER TABLE one_time_links ADD COLUMN email text",
    "COMMENT ON COLUMN one_time_links.email IS 'the address that it verifies'",
    "ALTER TABLE one_time_links DROP CONSTRAINT ck_one_time_links_purpose",
    """ALTER TABLE one_time_links ADD CONSTRAINT ck_one_time_links_purpose
       CHECK (purpose IN ('owner', 'password', 'email'))""",
    """ALTER TABLE one_time_links ADD CONSTRAINT ck_one_time_links_email
       CHECK ((purpose = 'email') = (email IS NOT NULL))""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
