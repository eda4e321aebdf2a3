"""Clients of bookings buy more pictures than are included."""

from alembic import op

revision = "0176"
down_revision = "0175"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE galleries ADD COLUMN further_price bigint",
    """ALTER TABLE galleries ADD CONSTRAINT ck_galleries_further_price
    CHECK (further_price > 0)""",
    """COMMENT ON COLUMN galleries.further_price IS 'of one more picture; none: not for sale'""",
    """
    CREATE TABLE further_pictures (
        id uuid NOT NULL,
        booking_id uuid NOT NULL,
        status text NOT NULL DEFAULT 'open',
        price bigint NOT NULL,
        pictures jsonb NOT NULL,
        made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        ended_at timestamptz,
        CONSTRAINT pk_further_pictures PRIMARY KEY (id),
        CONSTRAINT ck_further_pictures_status
            CHECK (status IN ('open', 'bought', 'dropped', 'returned')),
        CONSTRAINT ck_further_pictures_price CHECK (price > 0)
    )
    """,
    """COMMENT ON TABLE further_pictures IS
    'Orders of clients for more pictures than are included'""",
    "COMMENT ON COLUMN further_pictures.id IS 'the order''s'",
    "COMMENT ON COLUMN further_pictures.price IS 'of one, in minor units'",
    "COMMENT ON COLUMN further_pictures.pictures IS 'their ids'",
    "CREATE INDEX ix_further_pictures_booking_id ON further_pictures (booking_id, id)",
    """
    CREATE TABLE bought_pictures (
        picture_id uuid NOT NULL,
        order_id uuid NOT NULL,
        CONSTRAINT pk_bought_pictures PRIMARY KEY (picture_id)
    )
    """,
    """COMMENT ON TABLE bought_pictures IS
    'Pictures to choose from that are paid for, and so downloaded'""",
    "CREATE INDEX ix_bought_pictures_order_id ON bought_pictures (order_id)",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
