"""Who asked for the shop's newsletter, what they said to it, and what goes to them."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

newsletter_subscribers = sa.Table(
    "newsletter_subscribers",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("email", sa.Text, nullable=False, unique=True, comment="in small letters"),
    sa.Column("locale", sa.Text, nullable=False, comment="in which they asked for it"),
    sa.Column("status", sa.Text, nullable=False, server_default="asked"),
    sa.Column(
        "link_id",
        sa.Uuid,
        nullable=False,
        unique=True,
        comment="what the link that confirms it is made of",
    ),
    written_at("asked_at"),
    sa.Column("subscribed_at", TIME, comment="when mail there was shown to reach them"),
    sa.Column("unsubscribed_at", TIME),
    sa.CheckConstraint("status IN ('asked', 'subscribed', 'unsubscribed')", name="status"),
    sa.CheckConstraint(
        "(status = 'subscribed') = (subscribed_at IS NOT NULL AND unsubscribed_at IS NULL)",
        name="subscribed_at",
    ),
    sa.Index(
        "ix_newsletter_subscribers_subscribed",
        "id",
        postgresql_where=sa.text("status = 'subscribed'"),
    ),
)

newsletter_consents = sa.Table(
    "newsletter_consents",
    metadata,
    sa.Column(
        "subscriber_id",
        sa.ForeignKey("newsletter_subscribers.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("id", sa.Uuid, primary_key=True),
    written_at("at"),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("place", sa.Text, nullable=False, comment="where it was said"),
    sa.Column("locale", sa.Text, nullable=False, comment="in which language it was asked"),
    sa.Column("newsletter_id", sa.Uuid, comment="in which the link was"),
    sa.CheckConstraint("what IN ('asked', 'confirmed', 'withdrawn')", name="what"),
    sa.CheckConstraint("place IN ('foot', 'account', 'mail')", name="place"),
    sa.Index(
        "ix_newsletter_consents_newsletter_id",
        "newsletter_id",
        postgresql_where=sa.text("newsletter_id IS NOT NULL"),
    ),
    comment="what was said to the newsletter, when and where; nothing of it is changed",
)

newsletters = sa.Table(
    "newsletters",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("texts", pg.JSONB, nullable=False, comment="title and text by language"),
    sa.Column("products", pg.JSONB, nullable=False, server_default="[]", comment="its cards"),
    sa.Column("group_id", sa.Uuid, comment="goes to members of this group; none: to all"),
    sa.Column("status", sa.Text, nullable=False, server_default="draft"),
    written_at("created_at"),
    sa.Column("send_at", TIME, comment="when it is to begin"),
    sa.Column("begun_at", TIME, comment="who subscribed after that does not get it"),
    sa.Column("ended_at", TIME),
    sa.Column("reached", sa.Uuid, comment="the subscriber up to whom it was written"),
    sa.Column("written", sa.Integer, nullable=False, server_default="0", comment="so many mails"),
    sa.Column("counted", pg.JSONB, comment="what came of its mails, as they ended"),
    sa.CheckConstraint(
        "status IN ('draft', 'scheduled', 'sending', 'sent', 'stopped', 'discarded')",
        name="status",
    ),
    sa.CheckConstraint("status <> 'scheduled' OR send_at IS NOT NULL", name="send_at"),
    sa.CheckConstraint(
        "(begun_at IS NOT NULL) = (status IN ('sending', 'sent', 'stopped'))", name="begun_at"
    ),
    sa.CheckConstraint("(ended_at IS NOT NULL) = (status IN ('sent', 'stopped'))", name="ended_at"),
    sa.CheckConstraint("written >= 0", name="written"),
    sa.Index(
        "ix_newsletters_due",
        "send_at",
        postgresql_where=sa.text("status IN ('scheduled', 'sending')"),
    ),
)

NEWSLETTERS: Final = RowTable(
    "newsletters", ("id", "texts", "products", "group_id"), ("uuid", "jsonb", "jsonb", "uuid")
)
NEWSLETTER_STATES: Final = StateTable(
    "newsletters",
    "id",
    "status",
    {
        "texts": "jsonb",
        "products": "jsonb",
        "group_id": "uuid",
        "send_at": "timestamptz",
        "begun_at": "timestamptz",
        "ended_at": "timestamptz",
        "counted": "jsonb",
    },
    {
        "draft": ("scheduled", "discarded"),
        "scheduled": ("draft", "sending"),
        "sending": ("sent", "stopped"),
        "sent": (),
        "stopped": (),
        "discarded": (),
    },
)
