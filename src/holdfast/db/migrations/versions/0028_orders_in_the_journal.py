"""What orders moved is found in the journal, by the audit. Card purchases write neither index."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

STATEMENTS = (
    (
        "CREATE INDEX ix_ledger_entries_counterparty ON ledger_entries (counterparty)"
        " WHERE counterparty LIKE 'order/%'"
    ),
    "CREATE INDEX ix_ledger_entries_note ON ledger_entries (note) WHERE note LIKE 'order/%'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
