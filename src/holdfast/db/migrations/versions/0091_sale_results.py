"""Who was told what came of a flash sale."""

from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE flash_sale_places ADD COLUMN told_at timestamptz",
    "COMMENT ON COLUMN flash_sale_places.told_at IS 'when they were told what came of it'",
    """CREATE INDEX ix_flash_sale_places_untold ON flash_sale_places (sale_id)
WHERE told_at IS NULL""",
    # Of what is over already nobody is told any more.
    """UPDATE flash_sale_places p SET told_at = now() FROM flash_sales s
WHERE s.id = p.sale_id AND s.state = 'closed'""",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
