"""When it was told that a certificate is to reach the one it is for."""

from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE package_grants ADD given_at timestamptz")
    op.execute(
        "COMMENT ON COLUMN package_grants.given_at IS"
        " 'when it was told that a gift is to reach its one'"
    )
    op.execute(
        "CREATE INDEX ix_package_grants_gift ON package_grants (id)"
        " WHERE gift IS NOT NULL AND given_at IS NULL"
    )
