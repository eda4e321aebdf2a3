"""The language that somebody reads, as they chose it last."""

from alembic import op

revision = "0215"
down_revision = "0214"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE users ADD COLUMN locale text
        CONSTRAINT ck_users_locale CHECK (locale IN ('en', 'ru', 'ko'))
    """,
    "COMMENT ON COLUMN users.locale IS 'that they read the pages in last; null: not known'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
