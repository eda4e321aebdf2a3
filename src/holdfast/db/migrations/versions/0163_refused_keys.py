"""Of a provider that does not answer, whether it is for the shop's key."""

from alembic import op

revision = "0163"
down_revision = "0162"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE payment_outages ADD COLUMN key_refused boolean NOT NULL DEFAULT false")
