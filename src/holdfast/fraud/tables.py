"""Tables of fraud: where an order came from, what was found of it, whom the shop always or never
serves."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

# Written only while the shop looks at orders.
order_origins = sa.Table(
    "order_origins",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("address", sa.Text, nullable=False, comment="of the network"),
    sa.Column("device", sa.Text, nullable=False, comment="a digest of what its browser says it is"),
    written_at("at"),
    sa.Index("ix_order_origins_address", "address", "at"),
    sa.Index("ix_order_origins_device", "device", "at"),
)

fraud_checks = sa.Table(
    "fraud_checks",
    metadata,
    sa.Column("order_id", sa.Uuid, primary_key=True),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False, comment="what the rules came to"),
    sa.Column("score", sa.Integer, nullable=False),
    sa.Column("reasons", JSONB, nullable=False),
    sa.Column("card", sa.Text, comment="the provider's fingerprint of it"),
    sa.Column("card_country", sa.Text),
    sa.Column(
        "other_cards",
        JSONB,
        nullable=False,
        server_default="[]",
        comment="of one that was paid in parts",
    ),
    written_at("checked_at"),
    sa.Column("decided_at", TIME),
    sa.Column("decided_by", sa.Text),
    sa.Column("note", sa.Text, nullable=False, server_default="", comment="why it was decided so"),
    sa.Column("outcome", sa.Text, comment="what it was in truth, as far as it is known"),
    sa.Column("outcome_at", TIME),
    sa.CheckConstraint("status IN ('passed', 'held', 'released', 'refused')", name="status"),
    sa.CheckConstraint("verdict IN ('pass', 'hold', 'refuse')", name="verdict"),
    sa.CheckConstraint("outcome IN ('good', 'fraud')", name="outcome"),
    sa.CheckConstraint("(decided_at IS NULL) = (status IN ('passed', 'held'))", name="decided"),
    sa.Index("ix_fraud_checks_card", "card", "checked_at", postgresql_where=sa.text("card <> ''")),
    sa.Index(
        "ix_fraud_checks_other_cards",
        "other_cards",
        postgresql_using="gin",
        postgresql_ops={"other_cards": "jsonb_path_ops"},
        postgresql_where=sa.text("other_cards <> '[]'::jsonb"),
    ),
    sa.Index("ix_fraud_checks_held", "order_id", postgresql_where=sa.text("status = 'held'")),
    sa.Index(
        "ix_fraud_checks_found", "order_id", postgresql_where=sa.text("reasons <> '[]'::jsonb")
    ),
)

fraud_list = sa.Table(
    "fraud_list",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("word", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("ends_at", TIME, comment="none: for good"),
    sa.Column("added_by", sa.Text, nullable=False),
    written_at("added_at"),
    sa.CheckConstraint("kind IN ('account', 'card', 'device', 'address', 'country')", name="kind"),
    sa.CheckConstraint("word IN ('allow', 'block')", name="word"),
    sa.Index("uq_fraud_list_value", "kind", "value", unique=True),
)

ORIGINS: Final = RowTable("order_origins", ("order_id", "address", "device"),
                          ("uuid", "text", "text"))  # fmt: skip
FRAUD_CHECKS: Final = RowTable(
    "fraud_checks",
    (
        "order_id", "status", "verdict", "score", "reasons", "card", "card_country", "other_cards",
    ),
    ("uuid", "text", "text", "integer", "jsonb", "text", "text", "jsonb"),
)  # fmt: skip
FRAUD_STATES: Final = StateTable(
    "fraud_checks",
    "order_id",
    "status",
    {
        "decided_at": "timestamptz",
        "decided_by": "text",
        "note": "text",
        "outcome": "text",
        "outcome_at": "timestamptz",
    },
    {"passed": (), "held": ("released", "refused"), "released": (), "refused": ()},
)
