"""Under which key of an admin's request an account was made, so that it is made once."""

from alembic import op

revision = "0190"
down_revision = "0189"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE users ADD COLUMN key text, ADD COLUMN digest bytea",
    "CREATE UNIQUE INDEX uq_users_key ON users (key) WHERE key IS NOT NULL",
    "COMMENT ON COLUMN users.key IS 'of the request that made it; null: it had none'",
    "COMMENT ON COLUMN users.digest IS 'of that request''s body'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
