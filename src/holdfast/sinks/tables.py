"""What is still to be delivered, and which orders' deliveries are in trouble."""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata

# A row a sink and event, gone when it is delivered. The key is the event's place in the log, so an
# order's messages are in order whenever they were written, and none is written twice.
deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("sink", sa.Text, primary_key=True),
    sa.Column("era", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("xid", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("event", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("at", TIME, nullable=False, comment="when it happened"),
    sa.Column("body", sa.Text, nullable=False),
    sa.Index("ix_deliveries_subject", "sink", "subject"),
)

# A row holds back all that its order has for the sink, also what comes later.
delivery_troubles = sa.Table(
    "delivery_troubles",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("sink", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("failed_at", TIME, nullable=False),
    sa.Column("next_attempt_at", TIME, nullable=False),
    sa.Column("dead_at", TIME, comment="given up: waits until somebody says to try again"),
    sa.Index("uq_delivery_troubles_subject", "sink", "subject", unique=True),
)
