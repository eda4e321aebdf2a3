"""The ledger: accounts, holds, the journal by month, idempotency records."""

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


_SCHEMA = """
CREATE TABLE ledger_layout (
    single boolean NOT NULL DEFAULT true,
    partitions smallint NOT NULL,
    CONSTRAINT pk_ledger_layout PRIMARY KEY (single),
    CONSTRAINT ck_ledger_layout_single CHECK (single)
);
COMMENT ON TABLE ledger_layout IS 'one row: into how many partitions the keys are divided';

CREATE TABLE ledger_accounts (
    partition smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    kind text NOT NULL,
    unit text NOT NULL,
    balance bigint NOT NULL DEFAULT 0,
    held bigint NOT NULL DEFAULT 0,
    version bigint NOT NULL DEFAULT 0,
    CONSTRAINT pk_ledger_accounts PRIMARY KEY (partition, key),
    CONSTRAINT ck_ledger_accounts_kind CHECK (kind IN ('store', 'capacity')),
    CONSTRAINT ck_ledger_accounts_balance_not_negative CHECK (balance >= 0),
    CONSTRAINT ck_ledger_accounts_held_not_negative CHECK (held >= 0)
) WITH (fillfactor = 50);
COMMENT ON TABLE ledger_accounts IS
    'balance: free units of a store, taken units of a capacity account';

CREATE TABLE ledger_holds (
    partition smallint NOT NULL,
    id uuid NOT NULL,
    state text NOT NULL,
    expires_at timestamptz NOT NULL,
    extended boolean NOT NULL DEFAULT false,
    ref text NOT NULL DEFAULT '',
    lines jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT pk_ledger_holds PRIMARY KEY (partition, id),
    CONSTRAINT ck_ledger_holds_state
        CHECK (state IN ('held', 'captured', 'released', 'expired'))
);
COMMENT ON COLUMN ledger_holds.lines IS '[[key, quantity, capacity, kept]]';
CREATE INDEX ix_ledger_holds_due ON ledger_holds (partition, expires_at)
    WHERE state = 'held';

CREATE TABLE ledger_entries (
    partition smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    operation text NOT NULL,
    change bigint NOT NULL,
    held_change bigint NOT NULL,
    balance bigint NOT NULL,
    held bigint NOT NULL,
    hold uuid,
    counterparty text,
    note text,
    actor text NOT NULL,
    request text NOT NULL,
    at timestamptz NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX ix_ledger_entries_key ON ledger_entries (partition, key, version);
CREATE INDEX ix_ledger_entries_hold ON ledger_entries (hold) WHERE hold IS NOT NULL;
CREATE INDEX ix_ledger_entries_at ON ledger_entries USING brin (at);
CREATE TABLE ledger_entries_default PARTITION OF ledger_entries DEFAULT;

CREATE TABLE ledger_idempotency (
    partition smallint NOT NULL,
    key text COLLATE "C" NOT NULL,
    digest bytea NOT NULL,
    answer text NOT NULL,
    hold_expires_at timestamptz,
    expires_at timestamptz NOT NULL,
    CONSTRAINT pk_ledger_idempotency PRIMARY KEY (partition, key)
);
CREATE INDEX ix_ledger_idempotency_expires_at ON ledger_idempotency
    USING brin (expires_at);
"""


def upgrade() -> None:
    for statement in _SCHEMA.split(";"):  # asyncpg takes one statement at a time
        if statement.strip():
            op.execute(statement)


def downgrade() -> None:
    raise NotImplementedError("Holdfast's schema only moves forward; restore a backup instead")
