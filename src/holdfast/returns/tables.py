"""Returns and what is in them. Riders insert them; transitions move them (see flows)."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

returns = sa.Table(
    "returns",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("number", sa.Integer, nullable=False, comment="its place in the order, from 1"),
    sa.Column("status", sa.Text, nullable=False, server_default="requested"),
    sa.Column("note", sa.Text, nullable=False, server_default="", comment="the buyer's words"),
    sa.Column("by_rule", sa.Boolean, nullable=False, comment="approved by the shop's rules alone"),
    sa.Column("answer", sa.Text, comment="staff's words to the buyer: why not, or what to do"),
    sa.Column("refunded", sa.BigInteger, comment="minor units; what went back for it"),
    sa.Column("delivery", sa.BigInteger, comment="of that, what delivery had cost"),
    sa.Column("deducted", sa.BigInteger, comment="minor units; taken off what was paid for it"),
    sa.Column("deduction", sa.Text, comment="why"),
    sa.Column("exchange", pg.JSONB, comment="what is to be sent in place of it, and its hold"),
    sa.Column(
        "exchanged",
        sa.BigInteger,
        comment="minor units that stay paid for what was sent in place of it; none: nothing",
    ),
    sa.Column(
        "due",
        sa.BigInteger,
        comment="minor units to be paid for what is sent in place of it; none: nothing",
    ),
    sa.Column(
        "delivery_kept",
        sa.BigInteger,
        comment="of what delivery had cost, what goes back if that is not paid",
    ),
    written_at("made_at"),
    sa.Column("decided_at", TIME),
    sa.Column("received_at", TIME),
    sa.Column("ended_at", TIME, comment="refused, cancelled or inspected"),
    sa.CheckConstraint("number > 0", name="number"),
    sa.CheckConstraint(
        "status IN ('requested', 'approved', 'refused', 'received', 'inspected', 'cancelled')",
        name="status",
    ),
    sa.CheckConstraint("refunded >= 0", name="refunded"),
    sa.CheckConstraint("deducted >= 0", name="deducted"),
    sa.CheckConstraint("exchanged >= 0", name="exchanged"),
    sa.CheckConstraint(
        "exchanged IS NULL OR (exchange IS NOT NULL AND status = 'inspected')", name="exchange"
    ),
    sa.CheckConstraint("due IS NULL OR due > 0 AND exchange IS NOT NULL", name="due"),
    sa.CheckConstraint(
        "delivery_kept IS NULL OR delivery_kept > 0 AND exchanged IS NOT NULL", name="delivery_kept"
    ),
    sa.CheckConstraint("(refunded IS NOT NULL) = (status = 'inspected')", name="inspected"),
    sa.Index("uq_returns_order_id", "order_id", "number", unique=True),
    sa.Index(
        "ix_returns_open",
        "id",
        postgresql_where=sa.text("status IN ('requested', 'approved', 'received')"),
    ),
)
# No foreign keys: a return, its lines and the order's move are riders of one command.
return_lines = sa.Table(
    "return_lines",
    metadata,
    sa.Column("return_id", sa.Uuid, primary_key=True),
    sa.Column("line", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("quantity", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("restocked", sa.Integer, nullable=False, server_default="0"),
    sa.Column("written_off", sa.Integer, nullable=False, server_default="0"),
    sa.Column("fault", sa.Text, nullable=False, server_default="", comment="why written off"),
    sa.Column("paid", sa.BigInteger, nullable=False, server_default="0",
              comment="what was paid for the units that came back"),
    sa.CheckConstraint("quantity > 0", name="quantity"),
    sa.CheckConstraint(
        "restocked >= 0 AND written_off >= 0 AND restocked + written_off <= quantity", name="came"
    ),
    sa.CheckConstraint("paid >= 0", name="paid"),
)  # fmt: skip

return_photos = sa.Table(
    "return_photos",
    metadata,
    sa.Column("return_id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.SmallInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, nullable=False, comment="made of what was sent"),
    sa.Column("webp", sa.LargeBinary, nullable=False),
    written_at("sent_at"),
    sa.CheckConstraint("number BETWEEN 1 AND 6", name="number"),
    sa.Index("uq_return_photos_name", "return_id", "name", unique=True),
)  # fmt: skip

RETURNS: Final = RowTable(
    "returns",
    ("id", "order_id", "number", "status", "note", "by_rule", "decided_at", "exchange"),
    ("uuid", "uuid", "integer", "text", "text", "boolean", "timestamptz", "jsonb"),
)
RETURN_LINES: Final = RowTable(
    "return_lines",
    ("return_id", "line", "quantity", "reason", "restocked", "written_off", "fault", "paid"),
    ("uuid", "smallint", "integer", "text", "integer", "integer", "text", "bigint"),
)
LINES_INSPECTED: Final = RowTable(
    RETURN_LINES.name, RETURN_LINES.columns, RETURN_LINES.types, replaces=("return_id", "line")
)
"""With what came of each line."""
RETURN_STATES: Final = StateTable(
    "returns",
    "id",
    "status",
    {
        "answer": "text",
        "refunded": "bigint",
        "delivery": "bigint",
        "deducted": "bigint",
        "deduction": "text",
        "exchanged": "bigint",
        "due": "bigint",
        "delivery_kept": "bigint",
        "decided_at": "timestamptz",
        "received_at": "timestamptz",
        "ended_at": "timestamptz",
    },
    {
        "requested": ("approved", "refused", "cancelled"),
        "approved": ("received", "refused", "cancelled"),
        "received": ("inspected",),
        "refused": (),
        "inspected": (),
        "cancelled": (),  # by its buyer
    },
)
