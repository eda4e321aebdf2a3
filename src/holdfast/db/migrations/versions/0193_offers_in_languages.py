"""Campaigns and promotions are called something in each language."""

from alembic import op

revision = "0193"
down_revision = "0192"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE coupon_campaigns ADD COLUMN translations jsonb NOT NULL DEFAULT '{}'",
    "COMMENT ON COLUMN coupon_campaigns.translations IS 'its name by language'",
    "ALTER TABLE promotions ADD COLUMN translations jsonb NOT NULL DEFAULT '{}'",
    "COMMENT ON COLUMN promotions.translations IS 'its name by language'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
