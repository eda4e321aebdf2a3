"""The ledger's tables. Partition comes first in every key (see docs/adr)."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.events import Xid
from holdfast.db.metadata import TIME, metadata, written_at

_KEY = sa.Text(collation="C")  # bytewise order: what Python sorts by and locks are taken in

layout = sa.Table(
    "ledger_layout",
    metadata,
    sa.Column("single", sa.Boolean, primary_key=True, server_default=sa.true()),
    sa.Column("partitions", sa.SmallInteger, nullable=False),
    sa.CheckConstraint("single", name="single"),
    comment="one row: into how many partitions the keys are divided",
)

accounts = sa.Table(
    "ledger_accounts",
    metadata,
    sa.Column("partition", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("balance", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("held", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("version", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("waits", sa.BigInteger, nullable=False, server_default="0", comment="in line for it"),
    sa.CheckConstraint("kind IN ('store', 'capacity')", name="kind"),
    sa.CheckConstraint("balance >= 0", name="balance_not_negative"),
    sa.CheckConstraint("held >= 0", name="held_not_negative"),
    sa.CheckConstraint("waits >= 0", name="waits_not_negative"),
    sa.Index("ix_ledger_accounts_waits", "partition", "key", postgresql_where=sa.text("waits > 0")),
    comment="balance: free units of a store, taken units of a capacity account",
    # Half-empty pages: a batch rewrites hot rows in place (HOT), without touching the index.
    postgresql_with={"fillfactor": "50"},
)

holds = sa.Table(
    "ledger_holds",
    metadata,
    sa.Column("partition", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("expires_at", TIME, nullable=False),
    sa.Column("extended", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("ref", sa.Text, nullable=False, server_default=""),
    sa.Column("lines", pg.JSONB, nullable=False, comment="[[key, quantity, capacity, kept]]"),
    sa.Column("created_at", TIME, nullable=False),
    sa.Column("first_expires_at", TIME, comment="before it was extended"),
    sa.CheckConstraint("state IN ('held', 'captured', 'released', 'expired')", name="state"),
    sa.Index(
        "ix_ledger_holds_due", "partition", "expires_at", postgresql_where=sa.text("state = 'held'")
    ),
)

entries = sa.Table(
    "ledger_entries",
    metadata,
    sa.Column("partition", sa.SmallInteger, nullable=False),
    sa.Column("key", _KEY, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("change", sa.BigInteger, nullable=False),
    sa.Column("held_change", sa.BigInteger, nullable=False),
    sa.Column("balance", sa.BigInteger, nullable=False),
    sa.Column("held", sa.BigInteger, nullable=False),
    sa.Column("hold", sa.Uuid),
    sa.Column("counterparty", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("request", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("batch", sa.BigInteger, comment="in ledger_heads; none: from before there were any"),
    sa.Index("ix_ledger_entries_key", "partition", "key", "version"),
    sa.Index("ix_ledger_entries_hold", "hold", postgresql_where=sa.text("hold IS NOT NULL")),
    sa.Index("ix_ledger_entries_at", "at", postgresql_using="brin"),
    # For the audit. What is paid through a provider has neither; only money and goods moved for an
    # order without a hold, or brought back, do.
    sa.Index(
        "ix_ledger_entries_counterparty",
        "counterparty",
        postgresql_where=sa.text("counterparty LIKE 'order/%'"),
    ),
    sa.Index("ix_ledger_entries_note", "note", postgresql_where=sa.text("note LIKE 'order/%'")),
    postgresql_partition_by="RANGE (at)",
)

idempotency = sa.Table(
    "ledger_idempotency",
    metadata,
    sa.Column("partition", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("key", _KEY, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("answer", sa.Text, nullable=False),
    sa.Column("hold_expires_at", TIME),
    sa.Column("expires_at", TIME, nullable=False),
    sa.Column("batch", sa.BigInteger),
    sa.Index("ix_ledger_idempotency_expires_at", "expires_at", postgresql_using="brin"),
)

chains = sa.Table(
    "ledger_chains",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    written_at("opened_at"),
    sa.Column("before", sa.BigInteger, comment="of the first: entries there were before it"),
    sa.Column("seen", pg.JSONB, nullable=False, comment="[[batch, head]] of chains that went on"),
    sa.Column("head", sa.LargeBinary, nullable=False),
)

heads = sa.Table(
    "ledger_heads",
    metadata,
    sa.Column("batch", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", TIME, nullable=False),
    sa.Column("era", sa.SmallInteger, nullable=False),
    sa.Column("xid", Xid, nullable=False),
    sa.Column("journal", sa.LargeBinary, comment="of its entries and new holds"),
    sa.Column("records", sa.LargeBinary, comment="of its idempotency records"),
    sa.Column("events", sa.LargeBinary),
    sa.Column("head", sa.LargeBinary, nullable=False),
    sa.Index("ix_ledger_heads_at", "at"),
    comment="one row a batch: where in its chain, a hash of what it wrote and of the one before",
)
