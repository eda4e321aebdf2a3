"""Sellers leave: what they sold is finished, then their account is closed."""

from alembic import op

revision = "0180"
down_revision = "0179"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE sellers DROP CONSTRAINT ck_sellers_standing",
    """
    ALTER TABLE sellers ADD CONSTRAINT ck_sellers_standing CHECK (
        standing IN ('applied', 'approved', 'refused', 'suspended', 'leaving', 'closed'))
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
