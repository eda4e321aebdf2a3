"""Parcels of paid orders, and what they come to beside the order."""

from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN fulfilment text, ADD COLUMN parcels_moved_at timestamptz",
    "COMMENT ON COLUMN orders.fulfilment IS 'the sum of its parcels; none: nothing was sent'",
    """
    COMMENT ON COLUMN orders.parcels_moved_at IS 'when something was last done with its parcels'
    """,
    """
    ALTER TABLE orders ADD CONSTRAINT ck_orders_fulfilment
    CHECK (fulfilment IN ('unfulfilled', 'partly-shipped', 'shipped', 'delivered'))
    """,
    """
    CREATE TABLE parcels (
        id uuid NOT NULL, order_id uuid NOT NULL, number integer NOT NULL,
        status text NOT NULL DEFAULT 'waiting', link text NOT NULL, carrier text, tracking text,
        note text, made_at timestamptz NOT NULL DEFAULT clock_timestamp(), picked_at timestamptz,
        shipped_at timestamptz, delivered_at timestamptz, ended_at timestamptz,
        CONSTRAINT pk_parcels PRIMARY KEY (id),
        CONSTRAINT ck_parcels_number CHECK (number > 0),
        CONSTRAINT ck_parcels_status CHECK (
            status IN ('waiting', 'picking', 'shipped', 'delivered', 'failed', 'cancelled')),
        CONSTRAINT ck_parcels_shipped_at CHECK (
            (shipped_at IS NOT NULL) = (status IN ('shipped', 'delivered', 'failed'))),
        CONSTRAINT ck_parcels_delivered_at CHECK (
            (delivered_at IS NOT NULL) = (status = 'delivered'))
    )
    """,
    "CREATE UNIQUE INDEX uq_parcels_order_id ON parcels (order_id, number)",
    "CREATE UNIQUE INDEX uq_parcels_link ON parcels (link)",
    "COMMENT ON COLUMN parcels.number IS 'its place in the order, from 1'",
    "COMMENT ON COLUMN parcels.link IS 'the secret part of its page''s address'",
    "COMMENT ON COLUMN parcels.tracking IS 'the carrier''s number'",
    "COMMENT ON COLUMN parcels.note IS 'why it did not arrive'",
    "COMMENT ON COLUMN parcels.ended_at IS 'it did not arrive, or was taken apart'",
    """
    CREATE TABLE parcel_lines (
        parcel_id uuid NOT NULL, line smallint NOT NULL, quantity integer NOT NULL,
        CONSTRAINT pk_parcel_lines PRIMARY KEY (parcel_id, line),
        CONSTRAINT ck_parcel_lines_quantity CHECK (quantity >= 0)
    )
    """,
    "COMMENT ON COLUMN parcel_lines.quantity IS '0: taken out again'",
)


def upgrade() -> None:
    for statement in STATEMENTS:
        op.execute(statement)
