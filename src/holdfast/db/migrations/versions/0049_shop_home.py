"""The home page as a merchant arranged it, and discounts found without looking at every variant."""

from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE TABLE shop_home (
            one boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_shop_home_one CHECK (one),
            blocks jsonb NOT NULL
        )
        """
    )
    op.execute(
        """
        CREATE INDEX ix_variants_discounted ON variants (product_id)
            WHERE discount_price IS NOT NULL
        """
    )


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
