"""How many units of a product's variants one buyer may hold at once, where staff say so."""

from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE products ADD COLUMN hold_units integer")
    op.execute("ALTER TABLE products ADD CONSTRAINT ck_products_hold_units CHECK (hold_units > 0)")


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
