"""What one of staff may do is as narrow as their work, and what a token may as well."""

from alembic import op

revision = "0169"
down_revision = "0168"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE users ADD COLUMN duties text[]",
    "COMMENT ON COLUMN users.duties IS 'of a manager whose work was narrowed; null: all of it'",
    """ALTER TABLE users ADD CONSTRAINT ck_users_duties
    CHECK (duties IS NULL OR 'manager' = ANY(roles) AND NOT 'admin' = ANY(roles)) NOT VALID""",
    "ALTER TABLE users VALIDATE CONSTRAINT ck_users_duties",
    "ALTER TABLE api_tokens ADD COLUMN duties text[]",
    "COMMENT ON COLUMN api_tokens.duties IS 'no others of its owner''s; null: all of them'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
