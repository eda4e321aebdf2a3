"""Which orders wait for money that is handed over, found without reading all that were paid so."""

from alembic import op

revision = "0164"
down_revision = "0163"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        """
        CREATE INDEX ix_payments_awaited_by_hand ON payments (subject_id)
            WHERE status = 'pending' AND provider = 'manual'
        """
    )
