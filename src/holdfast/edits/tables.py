"""Edits of paid orders. Riders insert them; transitions move them (see flows)."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

# No foreign keys: an edit, the order that is added and the move of the first are one command's.
order_edits = sa.Table(
    "order_edits",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False, comment="the paid order that it changes"),
    sa.Column("added_id", sa.Uuid, nullable=False, comment="the order of the units that are added"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    sa.Column(
        "off",
        pg.JSONB,
        nullable=False,
        comment="by line: units taken off, what was paid for them, what of it stays for the added,"
        " and what of that went back since",
    ),
    sa.Column(
        "worth",
        pg.JSONB,
        nullable=False,
        server_default="[]",
        comment="what each line of the added cost before that was paid: by these its units have"
        " shares",
    ),
    sa.Column("due", sa.BigInteger, nullable=False, comment="minor units; asked for it"),
    sa.Column("refunded", sa.BigInteger, nullable=False, comment="minor units; too much at once"),
    sa.Column(
        "whole",
        sa.Boolean,
        nullable=False,
        server_default=sa.false(),
        comment="with it nothing of the order is left to be sent",
    ),
    sa.Column("reason", sa.Text, nullable=False, comment="why, in staff's words"),
    sa.Column("made_by", sa.Text, nullable=False, comment="which of staff"),
    written_at("made_at"),
    sa.Column("ended_at", TIME, comment="when it was done, or came to nothing"),
    sa.CheckConstraint("status IN ('open', 'done', 'ended', 'undone')", name="status"),
    sa.CheckConstraint("due >= 0 AND refunded >= 0 AND (due = 0 OR refunded = 0)", name="sum"),
    sa.CheckConstraint("(ended_at IS NULL) = (status = 'open')", name="ended"),
    sa.Index("ix_order_edits_order_id", "order_id", "id"),
    sa.Index("uq_order_edits_added_id", "added_id", unique=True),
)

EDITS: Final = RowTable(
    "order_edits",
    ("id", "order_id", "added_id", "status", "off", "due", "refunded", "reason", "made_by",
     "ended_at", "whole", "worth"),
    ("uuid", "uuid", "uuid", "text", "jsonb", "bigint", "bigint", "text", "text", "timestamptz",
     "boolean", "jsonb"),
)  # fmt: skip
EDIT_STATES: Final = StateTable(
    "order_edits",
    "id",
    "status",
    {"off": "jsonb", "whole": "boolean", "ended_at": "timestamptz"},
    {
        "open": ("done", "ended"),  # by its money, or without it
        "done": ("undone",),  # what was added is off: what stayed paid for it went back
        "ended": (),
        "undone": (),
    },
)
