"""Customer groups, and who is in them. Rows are riders of ledger commands."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import metadata, written_at
from holdfast.ledger import RowTable, StateTable

customer_groups = sa.Table(
    "customer_groups",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column(
        "translations",
        pg.JSONB,
        nullable=False,
        server_default="{}",
        comment="its name by language",
    ),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    written_at("created_at"),
    sa.CheckConstraint("status IN ('open', 'closed')", name="status"),
    sa.Index(
        "uq_customer_groups_name",
        sa.text("lower(name)"),
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    ),
)

customer_group_members = sa.Table(
    "customer_group_members",
    metadata,
    sa.Column("group_id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, primary_key=True, comment="user:<id>: who is in it has an account"),
    sa.Column("added_by", sa.Text, nullable=False),
    written_at("added_at"),
    sa.Index("ix_customer_group_members_owner", "owner"),
)

GROUPS: Final = RowTable(
    "customer_groups", ("id", "name", "translations"), ("uuid", "text", "jsonb")
)
MEMBERS: Final = RowTable(
    "customer_group_members", ("group_id", "owner", "added_by"), ("uuid", "text", "text")
)
MEMBERS_LEFT: Final = RowTable(
    "customer_group_members", ("group_id", "owner"), ("uuid", "text"), removes=True
)
GROUP_STATES: Final = StateTable(
    "customer_groups",
    "id",
    "status",
    {"name": "text", "translations": "jsonb"},
    {"open": ("closed",), "closed": ()},
)
