"""Seasons: what is prepaid may be good from a day on."""

from alembic import op

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE package_grants ADD COLUMN valid_from timestamptz",
    "COMMENT ON COLUMN package_grants.valid_from IS 'of a season'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
