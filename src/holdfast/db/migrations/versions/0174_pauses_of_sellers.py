"""A seller's own pause: which of their products they put off sale themselves, and take back."""

from alembic import op

revision = "0174"
down_revision = "0173"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE products_put_off ADD COLUMN by_seller boolean DEFAULT false NOT NULL",
    "COMMENT ON COLUMN products_put_off.by_seller IS 'they paused; else the shop suspended them'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
