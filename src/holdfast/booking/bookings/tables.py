"""Bookings, and what each takes of which resource. Riders insert them; transitions move them."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

bookings = sa.Table(
    "bookings",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("number", sa.Text, nullable=False, comment="its order's"),
    sa.Column("user_id", sa.Text, nullable=False, comment="whose it is: its order's owner"),
    sa.Column("order_id", sa.Uuid, nullable=False),
    sa.Column("service_id", sa.Uuid, nullable=False),
    sa.Column("service_name", sa.Text, nullable=False, comment="as it was called then"),
    sa.Column("starts_at", TIME, nullable=False),
    sa.Column("ends_at", TIME, nullable=False, comment="without buffers"),
    sa.Column("zone", sa.Text, nullable=False, comment="IANA name of where it takes place"),
    sa.Column("wall_start", sa.Text, nullable=False, comment="the start by that place's clock"),
    sa.Column("zone_data", sa.Text, nullable=False, comment="the zone data that made it so"),
    sa.Column("status", sa.Text, nullable=False, server_default="held"),
    sa.Column("reason", sa.Text, comment="why it is cancelled"),
    sa.Column("note_of_end", sa.Text, comment="why, in the words of who ended it"),
    sa.Column("price", sa.BigInteger, nullable=False, comment="minor units"),
    sa.Column(
        "prepaid",
        sa.BigInteger,
        nullable=False,
        comment="of the price: by its order, and what counted since",
    ),
    sa.Column("policy", pg.JSONB, nullable=False, comment="of cancelling, as agreed"),
    sa.Column("penalty", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("currency", sa.Text, nullable=False),
    sa.Column("people", sa.Integer, nullable=False, server_default="1"),
    sa.Column("note", sa.Text, nullable=False, server_default=""),
    sa.Column("made_by", sa.Text, nullable=False, comment="the client, or who of staff"),
    sa.Column(
        "parts",
        pg.JSONB,
        nullable=False,
        server_default="[]",
        comment="of a visit: what it is made of",
    ),
    sa.Column("moves", sa.Integer, nullable=False, server_default="0"),
    sa.Column(
        "client_moves",
        sa.Integer,
        nullable=False,
        server_default="0",
        comment="by its client, of those",
    ),
    sa.Column(
        "move_fees",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="of the price: what its moves cost",
    ),
    sa.Column(
        "by_hand",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="of the price: by staff, below 0 less",
    ),
    sa.Column(
        "by_hand_length",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="of by_hand: goes with its length",
    ),
    sa.Column("deposit", sa.BigInteger, comment="enough to pay first, where all is not asked for"),
    sa.Column(
        "answer_minutes",
        sa.Integer,
        nullable=False,
        server_default="0",
        comment="on request: how long it waits for an answer",
    ),
    sa.Column("answer_by", TIME, comment="while it waits for one: until when"),
    sa.Column("asked", pg.JSONB, comment="beside an offered time: what was asked for"),
    sa.Column(
        "kept",
        sa.Boolean,
        nullable=False,
        server_default="false",
        comment="the cells asked for are held, too: those of the move before",
    ),
    sa.Column("answer_note", sa.Text, nullable=False, server_default="", comment="of who answered"),
    written_at("created_at"),
    sa.Column("confirmed_at", TIME),
    sa.Column("began_at", TIME, comment="when its client was there"),
    sa.Column("rest_told_at", TIME, comment="when somebody was reminded of its rest"),
    sa.Column("day_told_of", TIME, comment="of which start its client was reminded a day before"),
    sa.Column("hour_told_of", TIME, comment="and an hour before"),
    sa.Column("ended_at", TIME, comment="completed, cancelled, or nobody came"),
    sa.Column(
        "latitude",
        sa.Double,
        comment="of its client's own place, where it takes neither studio nor room",
    ),
    sa.Column("longitude", sa.Double),
    sa.CheckConstraint(
        "(latitude IS NULL) = (longitude IS NULL)"
        " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
        name="position",
    ),
    sa.CheckConstraint(
        "status IN ('requested', 'countered', 'held', 'confirmed', 'in_progress', 'completed',"
        " 'cancelled', 'no_show')",
        name="status",
    ),
    sa.CheckConstraint(
        "(answer_by IS NOT NULL) = (status IN ('requested', 'countered'))", name="answer_by"
    ),
    sa.CheckConstraint("(asked IS NOT NULL) = (status = 'countered')", name="asked"),
    sa.CheckConstraint("answer_minutes >= 0 AND NOT (kept AND asked IS NULL)", name="answer"),
    sa.CheckConstraint("ends_at > starts_at", name="ends_at"),
    sa.CheckConstraint(
        "prepaid BETWEEN 0 AND price AND penalty BETWEEN 0 AND prepaid", name="price"
    ),
    sa.CheckConstraint("people > 0", name="people"),
    sa.Index("uq_bookings_order_id", "order_id", unique=True),
    sa.Index("ix_bookings_user_id", "user_id", "id"),
    sa.Index("ix_bookings_starts_at", "starts_at", "id"),
    sa.Index("ix_bookings_visits", "ends_at", postgresql_where=sa.text("latitude IS NOT NULL")),
    sa.Index(
        "ix_bookings_to_come_of",
        "starts_at",
        "id",
        postgresql_where=sa.text("status IN ('confirmed', 'in_progress')"),
    ),
    sa.Index(
        "ix_bookings_rest",
        "starts_at",
        "id",
        postgresql_where=sa.text(
            "prepaid < price AND status IN ('confirmed', 'in_progress', 'completed')"
        ),
    ),
    sa.Index(
        "ix_bookings_asked",
        "answer_by",
        "id",
        postgresql_where=sa.text("status IN ('requested', 'countered')"),
    ),
    sa.Index(
        "ix_bookings_missed",
        "user_id",
        "starts_at",
        postgresql_where=sa.text("status = 'no_show'"),
    ),
    postgresql_with={"fillfactor": "80"},
)

# Each move writes its rows anew, so that what was taken before can be told; those of the booking's
# own ``moves`` count.
booking_resources = sa.Table(
    "booking_resources",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("move", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False, comment="the resource's, as it was called then"),
    sa.Column("starts_at", TIME, nullable=False, comment="buffers included"),
    sa.Column("ends_at", TIME, nullable=False),
    sa.Column("cell_minutes", sa.Integer, nullable=False),
    sa.Column("seats", sa.Integer, nullable=False),
    sa.Column("capacity", sa.Integer, nullable=False, comment="the resource's, then"),
    sa.Column("schedule_version", sa.BigInteger, nullable=False, comment="that allowed it"),
    sa.Column("zone", sa.Text, nullable=False, comment="the resource's"),
    sa.Column("studio_id", sa.Uuid, comment="whose hours bound it"),
    sa.Column(
        "studio_version",
        sa.BigInteger,
        nullable=False,
        server_default="0",
        comment="of the studio's schedule, that allowed it",
    ),
    sa.Column(
        "studio_cell",
        sa.Integer,
        nullable=False,
        server_default="0",
        comment="minutes of the studio's cells that it takes as well; 0: none",
    ),
    sa.Column("studio_zone", sa.Text, nullable=False, server_default=""),
    sa.Column(
        "whole",
        sa.Boolean,
        nullable=False,
        server_default="false",
        comment="a studio with all its rooms",
    ),
    sa.CheckConstraint("ends_at > starts_at", name="ends_at"),
    sa.CheckConstraint("seats BETWEEN 1 AND capacity", name="seats"),
    sa.CheckConstraint("studio_cell = 0 OR studio_id IS NOT NULL AND NOT whole", name="studio"),
    sa.Index("ix_booking_resources_resource_id", "resource_id", "starts_at"),
    sa.Index(
        "ix_booking_resources_studio_id",
        "studio_id",
        "starts_at",
        postgresql_where=sa.text("studio_cell > 0"),
    ),
)

BOOKINGS: Final = RowTable(
    "bookings",
    ("id", "number", "user_id", "order_id", "service_id", "service_name", "starts_at", "ends_at",
     "zone", "wall_start", "zone_data", "price", "prepaid", "policy", "currency", "people", "note",
     "made_by", "parts", "status", "answer_minutes", "answer_by", "deposit", "latitude",
     "longitude"),
    ("uuid", "text", "text", "uuid", "uuid", "text", "timestamptz", "timestamptz",
     "text", "text", "text", "bigint", "bigint", "jsonb", "text", "integer", "text",
     "text", "jsonb", "text", "integer", "timestamptz", "bigint", "double precision",
     "double precision"),
)  # fmt: skip
BOOKING_RESOURCES: Final = RowTable(
    "booking_resources",
    ("booking_id", "move", "resource_id", "role", "name", "starts_at", "ends_at", "cell_minutes",
     "seats", "capacity", "schedule_version", "zone", "studio_id", "studio_version",
     "studio_cell", "studio_zone", "whole"),
    ("uuid", "integer", "uuid", "text", "text", "timestamptz", "timestamptz", "integer",
     "integer", "integer", "bigint", "text", "uuid", "bigint",
     "integer", "text", "boolean"),
)  # fmt: skip
BOOKING_STATES: Final = StateTable(
    "bookings",
    "id",
    "status",
    {
        "reason": "text",
        "note_of_end": "text",
        "penalty": "bigint",
        "price": "bigint",
        "prepaid": "bigint",
        "deposit": "bigint",
        "moves": "integer",
        "client_moves": "integer",
        "move_fees": "bigint",
        "by_hand": "bigint",
        "by_hand_length": "bigint",
        "note": "text",
        "parts": "jsonb",
        "starts_at": "timestamptz",
        "ends_at": "timestamptz",
        "zone": "text",
        "wall_start": "text",
        "zone_data": "text",
        "confirmed_at": "timestamptz",
        "began_at": "timestamptz",
        "rest_told_at": "timestamptz",
        "day_told_of": "timestamptz",
        "hour_told_of": "timestamptz",
        "ended_at": "timestamptz",
        "answer_by": "timestamptz",
        "asked": "jsonb",
        "kept": "boolean",
        "answer_note": "text",
        "latitude": "double precision",
        "longitude": "double precision",
    },
    {
        "requested": ("held", "countered", "cancelled"),
        "countered": ("held", "requested", "cancelled"),
        "held": ("confirmed", "cancelled"),
        "confirmed": ("in_progress", "completed", "no_show", "cancelled"),
        "in_progress": ("completed", "cancelled"),
        "completed": (),
        "no_show": ("in_progress", "completed"),  # who comes late, or was there, after all
        "cancelled": ("confirmed",),  # by money that came too late, while the time is free
    },
)
