"""On which terms friends are invited, the links by which they come, and who came by whose."""

from typing import Final

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

referral_programs = sa.Table(
    "referral_programs",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("group_id", sa.Uuid, nullable=False, comment="of customers, that friends come into"),
    sa.Column("promotion_id", sa.Uuid, nullable=False, comment="which friends have"),
    sa.Column("campaign_id", sa.Uuid, nullable=False, comment="of whose coupons who invites gets"),
    sa.Column("wait_days", sa.Integer, nullable=False, comment="from a friend's payment"),
    sa.Column("most_a_year", sa.Integer, nullable=False, comment="coupons for one who invites"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    written_at("created_at"),
    sa.CheckConstraint("status IN ('open', 'ended')", name="status"),
    sa.CheckConstraint("wait_days >= 0 AND most_a_year > 0", name="terms"),
)

referral_links = sa.Table(
    "referral_links",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("code", sa.Text, nullable=False, comment="in capitals; another one takes its place"),
    written_at("created_at"),
    sa.Index("uq_referral_links_code", "code", unique=True),
)

# No foreign key to orders and coupons, as of their lines.
referrals = sa.Table(
    "referrals",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("program_id", sa.Uuid, nullable=False, comment="whose terms count"),
    sa.Column("inviter", sa.Text, nullable=False),
    sa.Column("friend", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False, server_default="", comment="of a refusal"),
    sa.Column("order_id", sa.Uuid, comment="the friend's first, once it is paid"),
    sa.Column("due_at", TIME, comment="when the coupon is given for it"),
    sa.Column("coupon_id", sa.Uuid, comment="that was given"),
    sa.Column("ended_at", TIME),
    written_at("created_at"),
    sa.CheckConstraint("status IN ('invited', 'waiting', 'given', 'refused')", name="status"),
    sa.CheckConstraint(
        "(order_id IS NULL) = (due_at IS NULL)"
        " AND (order_id IS NOT NULL OR status IN ('invited', 'refused'))",
        name="order_id",
    ),
    sa.CheckConstraint("(coupon_id IS NOT NULL) = (status = 'given')", name="coupon_id"),
    sa.CheckConstraint("(ended_at IS NOT NULL) = (status IN ('given', 'refused'))", name="ended"),
    sa.CheckConstraint("(reason <> '') = (status = 'refused')", name="reason"),
    sa.CheckConstraint("inviter <> friend", name="friend"),
    sa.Index("uq_referrals_friend", "friend", unique=True),
    sa.Index("ix_referrals_inviter", "inviter", "id"),
    sa.Index("ix_referrals_due", "due_at", "id", postgresql_where=sa.text("status = 'waiting'")),
)

PROGRAMS: Final = RowTable(
    "referral_programs",
    ("id", "group_id", "promotion_id", "campaign_id", "wait_days", "most_a_year"),
    ("uuid", "uuid", "uuid", "uuid", "integer", "integer"),
)
LINKS: Final = RowTable("referral_links", ("owner", "code"), ("text", "text"), replaces=("owner",))
REFERRALS: Final = RowTable(
    "referrals",
    ("id", "program_id", "inviter", "friend", "status", "reason", "ended_at"),
    ("uuid", "uuid", "text", "text", "text", "text", "timestamptz"),
)
PROGRAM_STATES: Final = StateTable(
    "referral_programs", "id", "status", {}, {"open": ("ended",), "ended": ()}
)
REFERRAL_STATES: Final = StateTable(
    "referrals",
    "id",
    "status",
    {
        "program_id": "uuid",
        "reason": "text",
        "order_id": "uuid",
        "due_at": "timestamptz",
        "coupon_id": "uuid",
        "ended_at": "timestamptz",
    },
    {
        "invited": ("waiting",),
        "waiting": ("invited", "given", "refused"),
        "given": (),
        "refused": (),
    },
)
