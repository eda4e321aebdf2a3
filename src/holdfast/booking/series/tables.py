"""A row for each series, and one for each of its bookings."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

booking_series = sa.Table(
    "booking_series",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("service_id", sa.Uuid, nullable=False),
    sa.Column("service_name", sa.Text, nullable=False, comment="as it was called then"),
    sa.Column("rule", pg.JSONB, nullable=False),
    sa.Column("zone", sa.Text, nullable=False, comment="IANA name of where it takes place"),
    sa.Column("wall_start", sa.Text, nullable=False, comment="of the first, by that clock"),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("later", sa.Boolean, nullable=False, comment="each is paid when it comes"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False, comment="the client, or who of staff"),
    written_at("created_at"),
    sa.CheckConstraint("status IN ('making', 'booked', 'dropped')", name="status"),
    sa.CheckConstraint("minutes > 0", name="minutes"),
)
series_sessions = sa.Table(
    "series_sessions",
    metadata,
    sa.Column("booking_id", sa.Uuid, primary_key=True),
    sa.Column("series_id", sa.Uuid, nullable=False),
    sa.Column("planned_at", TIME, nullable=False, comment="when it begins by the rule"),
    sa.Index("ix_series_sessions_series_id", "series_id", "planned_at"),
)

SERIES: Final = RowTable(
    "booking_series",
    ("id", "service_id", "service_name", "rule", "zone", "wall_start", "minutes", "later",
     "status", "made_by"),
    ("uuid", "uuid", "text", "jsonb", "text", "text", "integer", "boolean", "text", "text"),
)  # fmt: skip
SERIES_SESSIONS: Final = RowTable(
    "series_sessions",
    ("booking_id", "series_id", "planned_at"),
    ("uuid", "uuid", "timestamptz"),
)
SERIES_STATES: Final = StateTable(
    "booking_series",
    "id",
    "status",
    {},
    {"making": ("booked", "dropped"), "booked": (), "dropped": ()},
)
