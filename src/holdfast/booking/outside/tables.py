"""Calendars elsewhere that are kept in step with a resource: what stands in them, which blocks came
of that, which bookings were written there, and what a person is asked about them."""

import sqlalchemy as sa

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable

outside_calendars = sa.Table(
    "outside_calendars",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("resource_id", sa.Uuid, nullable=False),
    sa.Column("provider", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False, comment="of CalDAV; at Google the calendar's id"),
    sa.Column("name", sa.Text, nullable=False, comment="as its owner knows it"),
    sa.Column("sealed", sa.LargeBinary, comment="what opens it, under a key of the shop's secret"),
    sa.Column("silent", sa.Text, nullable=False, comment="what its silence does to who books"),
    sa.Column("state", sa.Text, nullable=False, server_default="connected"),
    sa.Column("fault", sa.Text, comment="why it was not heard from"),
    sa.Column("token", sa.Text, comment="how far it was read"),
    sa.Column(
        "listing", sa.Integer, nullable=False, server_default="0", comment="of full readings"
    ),
    sa.Column("expanded_until", TIME, comment="how far what recurs is laid out"),
    sa.Column("heard_at", TIME),
    sa.Column("queued_at", TIME, comment="since when a job is to read it"),
    sa.Column("again", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("working_until", TIME, comment="whoever reads it now has it until then"),
    sa.Column("channel_id", sa.Text, comment="on which its provider calls us"),
    sa.Column("channel_resource", sa.Text),
    sa.Column("channel_until", TIME),
    sa.Column("connected_by", sa.Text, nullable=False),
    written_at("created_at"),
    sa.Column("ended_at", TIME),
    sa.CheckConstraint("provider IN ('caldav', 'google')", name="provider"),
    sa.CheckConstraint("silent IN ('blocks', 'passes')", name="silent"),
    sa.CheckConstraint("state IN ('connected', 'refused', 'leaving', 'ended')", name="state"),
    sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name="ended"),
    sa.Index(
        "uq_outside_calendars_address",
        "resource_id",
        "provider",
        "address",
        unique=True,
        postgresql_where=sa.text("state <> 'ended'"),
    ),
)

outside_events = sa.Table(
    "outside_events",
    metadata,
    sa.Column("calendar_id", sa.Uuid, primary_key=True),
    sa.Column("event_id", sa.Text, primary_key=True),
    sa.Column("series", sa.Text, nullable=False, comment="what recurs, with its exceptions"),
    sa.Column("text", sa.Text, nullable=False, comment="iCalendar"),
    sa.Column("listing", sa.Integer, nullable=False),
    sa.Column("gone", sa.Boolean, nullable=False),
    sa.Column("fresh", sa.Boolean, nullable=False, comment="its blocks are not as it says yet"),
    sa.Index("ix_outside_events_series", "calendar_id", "series"),
    sa.Index("ix_outside_events_fresh", "calendar_id", "series", postgresql_where=sa.text("fresh")),
)

outside_blocks = sa.Table(
    "outside_blocks",
    metadata,
    sa.Column("block_id", sa.Uuid, primary_key=True),
    sa.Column("calendar_id", sa.Uuid, nullable=False),
    sa.Column("series", sa.Text, nullable=False),
    sa.Index("ix_outside_blocks_series", "calendar_id", "series"),
)

outside_copies = sa.Table(
    "outside_copies",
    metadata,
    sa.Column("calendar_id", sa.Uuid, primary_key=True),
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("etag", sa.Text, nullable=False, comment="of what stands there; empty: nothing does"),
    sa.Column("said", sa.Text, nullable=False, comment="what was written; empty: write it anew"),
    sa.Column("starts_at", TIME, nullable=False),
    sa.Column("ends_at", TIME, nullable=False),
)

outside_questions = sa.Table(
    "outside_questions",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("calendar_id", sa.Uuid, nullable=False),
    sa.Column("resource_id", sa.Uuid, nullable=False),
    sa.Column("booking_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.Text, nullable=False, comment="what was done to it over there"),
    sa.Column("starts_at", TIME, comment="where it was dragged to"),
    sa.Column("ends_at", TIME),
    sa.Column("why", sa.Text, nullable=False, comment="the code of what is in the way"),
    sa.Column("status", sa.Text, nullable=False, server_default="open"),
    written_at("asked_at"),
    sa.Column("answered_at", TIME),
    sa.Column("answered_by", sa.Text),
    sa.CheckConstraint("kind IN ('moved', 'deleted')", name="kind"),
    sa.CheckConstraint("status IN ('open', 'keep', 'move', 'cancel')", name="status"),
    sa.CheckConstraint("(status = 'open') = (answered_at IS NULL)", name="answered"),
    sa.Index(
        "uq_outside_questions_open",
        "booking_id",
        unique=True,
        postgresql_where=sa.text("status = 'open'"),
    ),
    sa.Index("ix_outside_questions_resource", "resource_id", "asked_at"),
)

OUTSIDE_BLOCKS = RowTable(
    "outside_blocks", ("block_id", "calendar_id", "series"), ("uuid", "uuid", "text")
)
