"""Each batch is sealed by a hash of what it wrote and of the batch before, from this step on: of
entries from before, only how many there were is known."""

from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE ledger_chains (
        id bigint PRIMARY KEY,
        opened_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        before bigint,
        seen jsonb NOT NULL,
        head bytea NOT NULL
    )
    """,
    "COMMENT ON COLUMN ledger_chains.before IS 'of the first: entries there were before it'",
    "COMMENT ON COLUMN ledger_chains.seen IS '[[batch, head]] of chains that went on'",
    """
    CREATE TABLE ledger_heads (
        batch bigint PRIMARY KEY,
        at timestamptz NOT NULL,
        era smallint NOT NULL,
        xid xid8 NOT NULL,
        journal bytea,
        records bytea,
        events bytea,
        head bytea NOT NULL
    )
    """,
    "CREATE INDEX ix_ledger_heads_at ON ledger_heads (at)",
    """
    COMMENT ON TABLE ledger_heads IS
    'one row a batch: where in its chain, a hash of what it wrote and of the one before'
    """,
    "COMMENT ON COLUMN ledger_heads.journal IS 'of its entries and new holds'",
    "COMMENT ON COLUMN ledger_heads.records IS 'of its idempotency records'",
    "ALTER TABLE ledger_entries ADD COLUMN batch bigint",
    """
    COMMENT ON COLUMN ledger_entries.batch IS
    'in ledger_heads; none: from before there were any'
    """,
    "ALTER TABLE ledger_idempotency ADD COLUMN batch bigint",
    "ALTER TABLE ledger_holds ADD COLUMN first_expires_at timestamptz",
    "COMMENT ON COLUMN ledger_holds.first_expires_at IS 'before it was extended'",
    """
    INSERT INTO ledger_chains (id, before, seen, head) SELECT 0, count(*), '[]', ''
    FROM ledger_entries
    """,
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("migrations only go up")
