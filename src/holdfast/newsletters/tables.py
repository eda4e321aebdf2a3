"""Who asked for the shop's newsletter, and what they said to it."""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at

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
