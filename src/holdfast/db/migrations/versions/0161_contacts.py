"""Who runs the shop, and how it delivers, are texts of the shop's as returns, privacy and terms
are."""

from alembic import op

revision = "0161"
down_revision = "0160"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE shop_policies DROP CONSTRAINT ck_shop_policies_name",
    """ALTER TABLE shop_policies ADD CONSTRAINT ck_shop_policies_name
    CHECK (name IN ('contacts', 'delivery', 'returns', 'privacy', 'terms'))""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
