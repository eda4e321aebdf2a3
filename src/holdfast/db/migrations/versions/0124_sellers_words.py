"""What a seller says of itself, in the shop's languages; and over which version it is saved."""

from alembic import op

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    ALTER TABLE sellers ADD COLUMN abouts jsonb NOT NULL DEFAULT '{}',
        ADD COLUMN revision integer NOT NULL DEFAULT 1
    """,
    "COMMENT ON COLUMN sellers.abouts IS 'what it says of itself, by language'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
