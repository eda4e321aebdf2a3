"""Mails: the log of what is said to whom, and templates that a merchant changed."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import TIME, metadata, written_at

mails = sa.Table(
    "mails",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True, comment="made of event, kind and address"),
    sa.Column("event", sa.Text, nullable=False, comment="its type, and its place in the log"),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False, comment="what it is about"),
    sa.Column("owner", sa.Text, nullable=False, comment="whose that is"),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, comment="of the person"),
    sa.Column("locale", sa.Text, nullable=False),
    sa.Column("said", JSONB, nullable=False, comment="what its template is filled with"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False, server_default="", comment="as it was sent"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("doubts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("error", sa.Text, nullable=False, server_default=""),
    written_at("created_at"),
    sa.Column("due_at", TIME, nullable=False, comment="when it is looked at next"),
    sa.Column("late_at", TIME, nullable=False, comment="from when on it is of no use"),
    sa.Column("claim", sa.Uuid, comment="of the try under way"),
    sa.Column("ended_at", TIME, comment="sent, given up, or not to be sent"),
    sa.Column("channel", sa.Text, nullable=False, server_default="mail"),
    sa.Column(
        "bounded",
        sa.Boolean,
        nullable=False,
        server_default="true",
        comment="counts among those of which so many a day go to one address",
    ),
    sa.Column(
        "together",
        sa.Text,
        nullable=False,
        server_default="",
        comment="what it is a part of; those of the same are told in one",
    ),
    sa.Column("told_in", sa.Uuid, comment="the mail that tells of it as well"),
    sa.CheckConstraint("channel IN ('mail', 'push', 'telegram', 'sms', 'app')", name="channel"),
    sa.CheckConstraint(
        "status IN ('waiting', 'sending', 'handing', 'sent', 'dead', 'dropped')", name="status"
    ),
    sa.CheckConstraint("tries >= 0 AND doubts >= 0", name="counts"),
    sa.Index(
        "ix_mails_due",
        "due_at",
        postgresql_where=sa.text("status IN ('waiting', 'sending', 'handing')"),
    ),
    sa.Index("ix_mails_dead", "ended_at", "id", postgresql_where=sa.text("status = 'dead'")),
    sa.Index("ix_mails_created_at", "created_at", "id"),
    sa.Index("ix_mails_address", "address", "created_at"),
    sa.Index("ix_mails_owner", "owner", "created_at"),
    sa.Index(
        "ix_mails_newsletter",
        "subject_id",
        "status",
        postgresql_where=sa.text("kind = 'newsletter'"),
    ),
    sa.Index("ix_mails_told_in", "told_in", postgresql_where=sa.text("told_in IS NOT NULL")),
)

mail_templates = sa.Table(
    "mail_templates",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("locale", sa.Text, primary_key=True),
    sa.Column("text", sa.Text, nullable=False, comment="in place of the file that comes with us"),
    sa.Column("changed_at", TIME, nullable=False, server_default=sa.func.now()),
)

mail_refusals = sa.Table(
    "mail_refusals",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True, server_default="mail"),
    written_at("created_at"),
    comment="who wants none of which kind",
)

push_subscriptions = sa.Table(
    "push_subscriptions",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("endpoint", sa.Text, nullable=False, unique=True),
    sa.Column("p256dh", sa.Text, nullable=False),
    sa.Column("auth", sa.Text, nullable=False),
    sa.Column(
        "session",
        sa.ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        index=True,
        comment="in which it was made: both end together",
    ),
    sa.Column("unanswered_since", sa.DateTime(timezone=True), comment="nobody was there since"),
    written_at("created_at"),
    sa.Index("ix_push_subscriptions_owner", "owner", "created_at"),
    comment="browsers that show what their person is told",
)

app_devices = sa.Table(
    "app_devices",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True, comment="of Firebase Cloud Messaging"),
    sa.Column("name", sa.Text, nullable=False, comment="as the app calls the phone"),
    sa.Column(
        "session",
        sa.ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="in which it was registered: both end together",
    ),
    written_at("created_at"),
    sa.Index("ix_app_devices_owner", "owner", "created_at"),
    comment="phones whose app shows what their person is told",
)

telegram_chats = sa.Table(
    "telegram_chats",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("owner", sa.Text, nullable=False, unique=True),
    sa.Column("chat", sa.BigInteger, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False, comment="as Telegram calls them"),
    written_at("created_at"),
    comment="whose chat with the bot it is",
)

telegram_codes = sa.Table(
    "telegram_codes",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("code_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("expires_at", TIME, nullable=False),
    sa.Column(
        "session",
        sa.ForeignKey("sessions.token_hash", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="in which it was made: both end together",
    ),
    comment="with which a chat says whose it is, once",
)

sms_numbers = sa.Table(
    "sms_numbers",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False, unique=True),
    written_at("confirmed_at"),
    comment="whose number it is, as a code that went there showed",
)

sms_codes = sa.Table(
    "sms_codes",
    metadata,
    sa.Column("owner", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("code_id", sa.Uuid, nullable=False, unique=True, comment="what the code is made of"),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    written_at("asked_at"),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("asked", sa.Integer, nullable=False, comment="that day"),
    comment="with which somebody says that a number is theirs, once",
)

sms_sent_to = sa.Table(
    "sms_sent_to",
    metadata,
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("sent", sa.Integer, nullable=False, server_default="0", comment="that day"),
    sa.Column(
        "stopped", sa.Text, nullable=False, server_default="",
        comment="why nothing goes there any more",
    ),
    sa.CheckConstraint("stopped IN ('', 'opted-out', 'invalid')", name="stopped"),
    sa.CheckConstraint("sent >= 0", name="sent"),
)  # fmt: skip

sms_days = sa.Table(
    "sms_days",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("sent", sa.Integer, nullable=False),
    sa.Column("codes", sa.Integer, nullable=False),
    sa.Column("reached_at", TIME, comment="when staff were told that no more go"),
    sa.CheckConstraint("sent >= 0 AND codes >= 0", name="counts"),
    comment="how many went, by day of UTC",
)
