"""What of a booking is paid after its own order, and the cells that are held until it is."""

from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE booking_dues (
        id uuid CONSTRAINT pk_booking_dues PRIMARY KEY,
        booking_id uuid NOT NULL,
        kind text NOT NULL,
        status text NOT NULL DEFAULT 'open',
        moves integer NOT NULL,
        amount bigint NOT NULL,
        plan jsonb,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        CONSTRAINT ck_booking_dues_kind CHECK (kind IN ('rest', 'move')),
        CONSTRAINT ck_booking_dues_status CHECK (status IN ('open', 'settled', 'dropped')),
        CONSTRAINT ck_booking_dues_plan CHECK ((kind = 'move') = (plan IS NOT NULL))
    )
    """,
    "COMMENT ON COLUMN booking_dues.id IS 'the order''s'",
    "COMMENT ON COLUMN booking_dues.moves IS 'the booking''s, as it is for'",
    "COMMENT ON COLUMN booking_dues.amount IS 'minor units'",
    "COMMENT ON COLUMN booking_dues.plan IS 'of a move: where to'",
    "CREATE INDEX ix_booking_dues_booking_id ON booking_dues (booking_id, id)",
    """
    CREATE TABLE booking_due_cells (
        due_id uuid,
        key text,
        seats integer NOT NULL,
        capacity integer NOT NULL,
        CONSTRAINT pk_booking_due_cells PRIMARY KEY (due_id, key)
    )
    """,
    "COMMENT ON COLUMN booking_due_cells.key IS 'the cell''s account'",
    "CREATE INDEX ix_booking_due_cells_key ON booking_due_cells (key)",
    """
    CREATE TABLE pay_links (
        token_hash bytea CONSTRAINT pk_pay_links PRIMARY KEY,
        booking_id uuid NOT NULL,
        order_id uuid NOT NULL,
        made_by text NOT NULL,
        ends_at timestamptz NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp()
    )
    """,
    "COMMENT ON COLUMN pay_links.order_id IS 'all that it shows and pays'",
    "CREATE UNIQUE INDEX uq_pay_links_order_id ON pay_links (order_id)",
    "ALTER TABLE bookings ADD COLUMN rest_told_at timestamptz",
    "COMMENT ON COLUMN bookings.rest_told_at IS 'when somebody was reminded of its rest'",
    """
    CREATE INDEX ix_bookings_rest ON bookings (starts_at, id)
    WHERE prepaid < price AND status IN ('confirmed', 'in_progress', 'completed')
    """,
    "COMMENT ON COLUMN bookings.prepaid IS 'of the price: by its order, and what counted since'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
