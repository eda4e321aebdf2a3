"""A row for each resource, for each version of its schedule and of the ways from it, and for each
block laid over it."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from holdfast.db.metadata import TIME, metadata, written_at
from holdfast.ledger import RowTable, StateTable

_LIVE = sa.text("ended_at IS NULL")

resources = sa.Table(
    "resources",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("texts", JSONB, nullable=False, comment="by language: name and about"),
    sa.Column(
        "user_id", sa.Uuid, unique=True, comment="of a photographer or studio: whose account"
    ),
    sa.Column(
        "studio_id", sa.Uuid, index=True, comment="a room's or kit's home, a photographer's base"
    ),
    sa.Column("zone", sa.Text, nullable=False, comment="IANA"),
    sa.Column("capacity", sa.Integer, nullable=False),
    sa.Column("cell_minutes", sa.Integer, nullable=False, comment="never changes"),
    sa.Column("buffer_before", sa.Integer, nullable=False, comment="minutes: whole cells"),
    sa.Column("buffer_after", sa.Integer, nullable=False, comment="minutes: whole cells"),
    sa.Column("lead_minutes", sa.Integer, nullable=False),
    sa.Column("horizon_days", sa.Integer, nullable=False),
    sa.Column("tags", JSONB, nullable=False, comment="skills, features"),
    sa.Column("level", sa.Text),
    sa.Column("address", sa.Text, nullable=False, server_default=""),
    sa.Column("latitude", sa.Double),
    sa.Column("longitude", sa.Double),
    sa.Column("travel_radius_km", sa.Integer),
    sa.Column("country", sa.Text, comment="whose public holidays are kept"),
    sa.Column("request_hours", sa.Integer, comment="booked on request: time to answer"),
    sa.Column("share", sa.Integer, comment="basis points of what is kept; none: as is usual"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    written_at("created_at"),
    sa.CheckConstraint("kind IN ('photographer', 'studio', 'room', 'equipment')", name="kind"),
    sa.CheckConstraint("status IN ('active', 'archived')", name="status"),
    sa.CheckConstraint("capacity BETWEEN 1 AND 10000", name="capacity"),
    sa.CheckConstraint("cell_minutes IN (5, 10, 15, 30, 60, 1440)", name="cell_minutes"),
    sa.CheckConstraint(
        "buffer_before >= 0 AND buffer_before % cell_minutes = 0"
        " AND buffer_after >= 0 AND buffer_after % cell_minutes = 0",
        name="buffers",
    ),
    sa.CheckConstraint("lead_minutes >= 0 AND horizon_days >= 1", name="offered"),
    sa.CheckConstraint(
        "(latitude IS NULL) = (longitude IS NULL)"
        " AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180",
        name="position",
    ),
    sa.CheckConstraint("request_hours BETWEEN 1 AND 336", name="request_hours"),
    sa.CheckConstraint("share BETWEEN 0 AND 10000", name="share"),
    sa.Index("ix_resources_kind", "kind", "name", "id"),
)

schedules = sa.Table(
    "schedules",
    metadata,
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column(
        "version",
        sa.BigInteger,
        primary_key=True,
        comment="of the account schedule/<resource> once it was set; the newest counts",
    ),
    sa.Column("data", JSONB, nullable=False),
    sa.Column("zone_data", sa.Text, nullable=False, comment="the version it was written under"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
)

travel_times = sa.Table(
    "travel_times",
    metadata,
    sa.Column("resource_id", sa.Uuid, primary_key=True, comment="the studio the ways begin at"),
    sa.Column(
        "version",
        sa.BigInteger,
        primary_key=True,
        comment="of the account schedule/<resource> once they were set; the newest counts",
    ),
    sa.Column("minutes", JSONB, nullable=False, comment="by the studio they lead to"),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
)

portfolios = sa.Table(
    "portfolios",
    metadata,
    sa.Column("resource_id", sa.Uuid, primary_key=True),
    sa.Column("images", JSONB, nullable=False, comment="as a product has them, the main one first"),
    sa.Column("version", sa.BigInteger, nullable=False, comment="counts its changes"),
    written_at("changed_at"),
    sa.Index(
        "ix_portfolios_pictures",
        sa.text("jsonb_path_query_array(images, '$[*].picture')"),
        postgresql_using="gin",
    ),
)

blocks = sa.Table(
    "blocks",
    metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("resource_id", sa.Uuid, nullable=False),
    sa.Column("starts_at", TIME, nullable=False),
    sa.Column("ends_at", TIME, nullable=False),
    sa.Column("soft", sa.Boolean, nullable=False, comment="staff may book over it, with a reason"),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    written_at("made_at"),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("ended_at", TIME),
    sa.CheckConstraint("starts_at < ends_at", name="span"),
    sa.CheckConstraint("status IN ('laid', 'lifted')", name="status"),
    sa.CheckConstraint("(status = 'lifted') = (ended_at IS NOT NULL)", name="ended"),
    sa.Index("ix_blocks_live", "resource_id", "ends_at", postgresql_where=_LIVE),
)

RESOURCE_COLUMNS = (
    "kind", "name", "texts", "user_id", "studio_id", "zone", "capacity", "cell_minutes",
    "buffer_before", "buffer_after", "lead_minutes", "horizon_days", "tags", "level", "address",
    "latitude", "longitude", "travel_radius_km", "country", "request_hours", "share",
    "revision",
)  # fmt: skip
"""What is written of a resource, beside its id and status."""

_TYPES = {
    "texts": "jsonb",
    "user_id": "uuid",
    "studio_id": "uuid",
    "capacity": "integer",
    "cell_minutes": "integer",
    "buffer_before": "integer",
    "buffer_after": "integer",
    "lead_minutes": "integer",
    "horizon_days": "integer",
    "tags": "jsonb",
    "latitude": "double precision",
    "longitude": "double precision",
    "travel_radius_km": "integer",
    "request_hours": "integer",
    "share": "integer",
    "revision": "integer",
}
_OF = {column: _TYPES.get(column, "text") for column in RESOURCE_COLUMNS}

RESOURCE_ROWS = RowTable(
    "resources", ("id", *RESOURCE_COLUMNS, "status"), ("uuid", *_OF.values(), "text")
)
RESOURCE_LIFE = StateTable(
    "resources", "id", "status", _OF, {"active": ("archived",), "archived": ("active",)}
)
SCHEDULE_ROWS = RowTable(
    "schedules",
    ("resource_id", "version", "data", "zone_data", "made_by", "made_at"),
    ("uuid", "bigint", "jsonb", "text", "text", "timestamptz"),
)
TRAVEL_ROWS = RowTable(
    "travel_times",
    ("resource_id", "version", "minutes", "made_by", "made_at"),
    ("uuid", "bigint", "jsonb", "text", "timestamptz"),
)
BLOCK_ROWS = RowTable(
    "blocks",
    (
        "id", "resource_id", "starts_at", "ends_at", "soft", "note", "source", "made_by",
        "made_at", "status",
    ),
    (
        "uuid", "uuid", "timestamptz", "timestamptz", "boolean", "text", "text", "text",
        "timestamptz", "text",
    ),
)  # fmt: skip
BLOCK_LIFE = StateTable(
    "blocks", "id", "status", {"ended_at": "timestamptz"}, {"laid": ("lifted",), "lifted": ()}
)
