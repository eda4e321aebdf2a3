"""Resources of the studio, their schedules and the blocks laid over them."""

from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE resources (
        id uuid NOT NULL CONSTRAINT pk_resources PRIMARY KEY,
        kind text NOT NULL,
        name text NOT NULL,
        texts jsonb NOT NULL,
        user_id uuid CONSTRAINT uq_resources_user_id UNIQUE,
        studio_id uuid,
        zone text NOT NULL,
        capacity integer NOT NULL,
        cell_minutes integer NOT NULL,
        buffer_before integer NOT NULL,
        buffer_after integer NOT NULL,
        lead_minutes integer NOT NULL,
        horizon_days integer NOT NULL,
        tags jsonb NOT NULL,
        level text,
        address text NOT NULL DEFAULT '',
        latitude double precision,
        longitude double precision,
        travel_radius_km integer,
        country text,
        status text NOT NULL,
        revision integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT ck_resources_kind
            CHECK (kind IN ('photographer', 'studio', 'room', 'equipment')),
        CONSTRAINT ck_resources_status CHECK (status IN ('active', 'archived')),
        CONSTRAINT ck_resources_capacity CHECK (capacity BETWEEN 1 AND 10000),
        CONSTRAINT ck_resources_cell_minutes CHECK (cell_minutes IN (5, 10, 15, 30, 60, 1440)),
        CONSTRAINT ck_resources_buffers CHECK (
            buffer_before >= 0 AND buffer_before % cell_minutes = 0
            AND buffer_after >= 0 AND buffer_after % cell_minutes = 0),
        CONSTRAINT ck_resources_offered CHECK (lead_minutes >= 0 AND horizon_days >= 1),
        CONSTRAINT ck_resources_position CHECK (
            (latitude IS NULL) = (longitude IS NULL)
            AND latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180)
    )
    """,
    "CREATE INDEX ix_resources_kind ON resources (kind, name, id)",
    "CREATE INDEX ix_resources_studio_id ON resources (studio_id)",
    """
    CREATE TABLE schedules (
        resource_id uuid NOT NULL,
        version bigint NOT NULL,
        data jsonb NOT NULL,
        zone_data text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        CONSTRAINT pk_schedules PRIMARY KEY (resource_id, version)
    )
    """,
    """
    CREATE TABLE blocks (
        id uuid NOT NULL CONSTRAINT pk_blocks PRIMARY KEY,
        resource_id uuid NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        soft boolean NOT NULL,
        note text NOT NULL,
        source text NOT NULL,
        made_by text NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        status text NOT NULL,
        ended_at timestamptz,
        CONSTRAINT ck_blocks_span CHECK (starts_at < ends_at),
        CONSTRAINT ck_blocks_status CHECK (status IN ('laid', 'lifted')),
        CONSTRAINT ck_blocks_ended CHECK ((status = 'lifted') = (ended_at IS NOT NULL))
    )
    """,
    "CREATE INDEX ix_blocks_live ON blocks (resource_id, ends_at) WHERE ended_at IS NULL",
)
COMMENTS = {
    "resources.texts": "by language: name and about",
    "resources.user_id": "of a photographer: whose person it is",
    "resources.studio_id": "a room''s or kit''s home, a photographer''s base",
    "resources.zone": "IANA",
    "resources.cell_minutes": "never changes",
    "resources.buffer_before": "minutes: whole cells",
    "resources.buffer_after": "minutes: whole cells",
    "resources.tags": "skills, features",
    "resources.country": "whose public holidays are kept",
    "schedules.version": "of the account schedule/<resource> once it was set; the newest counts",
    "schedules.zone_data": "the version it was written under",
    "blocks.soft": "staff may book over it, with a reason",
}


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
    for column, comment in COMMENTS.items():
        op.execute(f"COMMENT ON COLUMN {column} IS '{comment}'")
