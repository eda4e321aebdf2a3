"""What was on hand after a variant's last delivery: a full supply, as it is drawn."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE variants ADD COLUMN delivered bigint")


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
