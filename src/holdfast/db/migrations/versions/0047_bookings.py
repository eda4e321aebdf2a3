"""Bookings, what each takes of which resource, and which order pays for one."""

from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN booking_id uuid",
    "COMMENT ON COLUMN orders.booking_id IS 'the booking that it pays for'",
    """
    CREATE TABLE bookings (
        id uuid CONSTRAINT pk_bookings PRIMARY KEY,
        number text NOT NULL,
        user_id text NOT NULL,
        order_id uuid NOT NULL,
        service_id uuid NOT NULL,
        service_name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        zone text NOT NULL,
        wall_start text NOT NULL,
        zone_data text NOT NULL,
        status text NOT NULL DEFAULT 'held',
        reason text,
        note_of_end text,
        price bigint NOT NULL,
        prepaid bigint NOT NULL,
        policy jsonb NOT NULL,
        penalty bigint NOT NULL DEFAULT 0,
        currency text NOT NULL,
        people integer NOT NULL DEFAULT 1,
        note text NOT NULL DEFAULT '',
        made_by text NOT NULL,
        moves integer NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        confirmed_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT ck_bookings_status CHECK (status IN
            ('held', 'confirmed', 'in_progress', 'completed', 'cancelled', 'no_show')),
        CONSTRAINT ck_bookings_ends_at CHECK (ends_at > starts_at),
        CONSTRAINT ck_bookings_price CHECK
            (prepaid BETWEEN 0 AND price AND penalty BETWEEN 0 AND prepaid),
        CONSTRAINT ck_bookings_people CHECK (people > 0)
    ) WITH (fillfactor = 80)
    """,
    "COMMENT ON COLUMN bookings.number IS 'its order''s'",
    "COMMENT ON COLUMN bookings.user_id IS 'whose it is: its order''s owner'",
    "COMMENT ON COLUMN bookings.service_name IS 'as it was called then'",
    "COMMENT ON COLUMN bookings.ends_at IS 'without buffers'",
    "COMMENT ON COLUMN bookings.zone IS 'IANA name of where it takes place'",
    "COMMENT ON COLUMN bookings.wall_start IS 'the start by that place''s clock'",
    "COMMENT ON COLUMN bookings.zone_data IS 'the zone data that made it so'",
    "COMMENT ON COLUMN bookings.reason IS 'why it is cancelled'",
    "COMMENT ON COLUMN bookings.note_of_end IS 'why, in the words of who ended it'",
    "COMMENT ON COLUMN bookings.price IS 'minor units'",
    "COMMENT ON COLUMN bookings.prepaid IS 'what its order is of the price'",
    "COMMENT ON COLUMN bookings.policy IS 'of cancelling, as agreed'",
    "COMMENT ON COLUMN bookings.made_by IS 'the client, or who of staff'",
    "COMMENT ON COLUMN bookings.ended_at IS 'completed, cancelled, or nobody came'",
    "CREATE UNIQUE INDEX uq_bookings_order_id ON bookings (order_id)",
    "CREATE INDEX ix_bookings_user_id ON bookings (user_id, id)",
    "CREATE INDEX ix_bookings_starts_at ON bookings (starts_at, id)",
    """
    CREATE TABLE booking_resources (
        booking_id uuid NOT NULL,
        move integer NOT NULL,
        resource_id uuid NOT NULL,
        role text NOT NULL,
        name text NOT NULL,
        starts_at timestamptz NOT NULL,
        ends_at timestamptz NOT NULL,
        cell_minutes integer NOT NULL,
        seats integer NOT NULL,
        capacity integer NOT NULL,
        schedule_version bigint NOT NULL,
        zone text NOT NULL,
        CONSTRAINT pk_booking_resources PRIMARY KEY (booking_id, move, resource_id),
        CONSTRAINT ck_booking_resources_ends_at CHECK (ends_at > starts_at),
        CONSTRAINT ck_booking_resources_seats CHECK (seats BETWEEN 1 AND capacity)
    )
    """,
    "COMMENT ON COLUMN booking_resources.name IS 'the resource''s, as it was called then'",
    "COMMENT ON COLUMN booking_resources.starts_at IS 'buffers included'",
    "COMMENT ON COLUMN booking_resources.capacity IS 'the resource''s, then'",
    "COMMENT ON COLUMN booking_resources.schedule_version IS 'that allowed it'",
    "COMMENT ON COLUMN booking_resources.zone IS 'the resource''s'",
    "CREATE INDEX ix_booking_resources_resource_id ON booking_resources (resource_id, starts_at)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
