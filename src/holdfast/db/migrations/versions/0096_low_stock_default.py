"""Low is what has 10 or fewer, unless staff say another number. Shops that sell already stay as
they are until they choose: they would be told of all that is low at once."""

from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        INSERT INTO shop_settings (key, value)
        SELECT 'low_stock_at', 'null'::jsonb WHERE EXISTS (SELECT FROM variants)
        ON CONFLICT (key) DO NOTHING
    """)
